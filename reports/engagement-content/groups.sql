-- Question: how many people were active in a course in each week, and at what, by track, cohort and role?
-- Grain: one course, week (the one that is not over included), kind of activity, track, cohort and role. A person is in one of them a
-- week, so that numbers of several of them add up.
-- Rules: as `course_activity`, whose numbers are the sums of complete weeks over all tracks, cohorts and roles; UI D-27 for the week
-- that is not over. The track is that at the end of the week or of the last complete day, whichever is first.
with
one_row_per_person_and_week as (
  select
    course_id,
    iso_week_start(day) as week,
    user_id,
    sum(played_video) > 0 as played_video,
    sum(attempted_problem) > 0 as attempted_problem,
    sum(posted_forum) > 0 as posted_forum
  from facts_activity
  where day >= iso_week_start(date_sub_days($to, 7 * $weeks))
    and day < $to
  group by course_id, iso_week_start(day), user_id
),
one_row_per_group as (
  select
    person.course_id,
    person.week,
    coalesce(stretch.mode, '') as mode,
    coalesce(member.cohort, '') as cohort,
    staff.user_id is not null as is_staff,
    count(*) as active,
    sum(case when person.played_video then 1 else 0 end) as played_video,
    sum(case when person.attempted_problem then 1 else 0 end) as attempted_problem,
    sum(case when person.posted_forum then 1 else 0 end) as posted_forum
  from one_row_per_person_and_week as person
  left join run_enrollment_days as stretch
    on stretch.course_id = person.course_id
    and stretch.user_id = person.user_id
    and stretch.date < least(date_sub_days(person.week, -7), $to)
    and (stretch.until is null or stretch.until >= least(date_sub_days(person.week, -7), $to))
  left join run_cohort_members as member
    on member.course_id = person.course_id
    and member.user_id = person.user_id
  left join run_course_staff as staff
    on staff.course_id = person.course_id
    and staff.user_id = person.user_id
  group by person.course_id, person.week, coalesce(stretch.mode, ''), coalesce(member.cohort, ''), staff.user_id is not null
),
one_row_per_kind as (
  select
    course_id,
    week,
    mode,
    cohort,
    is_staff,
    unnest(make_array(
      named_struct('label', 'ACTIVE', 'count', active),
      named_struct('label', 'PLAYED_VIDEO', 'count', played_video),
      named_struct('label', 'ATTEMPTED_PROBLEM', 'count', attempted_problem),
      named_struct('label', 'POSTED_FORUM', 'count', posted_forum)
    )) as kind
  from one_row_per_group
)
select
  course_id,
  cast(week as timestamp) as interval_start,
  cast(date_sub_days(week, -7) as timestamp) as interval_end,
  date_sub_days(week, -7) <= $to as is_over,
  kind['label'] as label,
  mode,
  cohort,
  is_staff,
  kind['count'] as count
from one_row_per_kind
where kind['count'] > 0

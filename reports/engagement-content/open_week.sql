-- Question: how many people were active so far in a course in the week that is not over, and at what, by track, cohort and role?
-- Grain: one course, kind of activity, track, cohort and role of the week of the last complete day; no row where that day ends a week.
-- Rules: UI D-27; who counts as what as in `course_activity_groups`. The track is that at the end of the last complete day.
with
one_row_per_person as (
  select
    course_id,
    user_id,
    sum(played_video) > 0 as played_video,
    sum(attempted_problem) > 0 as attempted_problem,
    sum(posted_forum) > 0 as posted_forum
  from facts_activity
  where day >= iso_week_start($to)
    and day < $to
  group by course_id, user_id
),
one_row_per_group as (
  select
    person.course_id,
    coalesce(stretch.mode, '') as mode,
    coalesce(member.cohort, '') as cohort,
    staff.user_id is not null as is_staff,
    count(*) as active,
    sum(case when person.played_video then 1 else 0 end) as played_video,
    sum(case when person.attempted_problem then 1 else 0 end) as attempted_problem,
    sum(case when person.posted_forum then 1 else 0 end) as posted_forum
  from one_row_per_person as person
  left join run_enrollment_days as stretch
    on stretch.course_id = person.course_id
    and stretch.user_id = person.user_id
    and stretch.date < $to
    and (stretch.until is null or stretch.until >= $to)
  left join run_cohort_members as member
    on member.course_id = person.course_id
    and member.user_id = person.user_id
  left join run_course_staff as staff
    on staff.course_id = person.course_id
    and staff.user_id = person.user_id
  group by person.course_id, coalesce(stretch.mode, ''), coalesce(member.cohort, ''), staff.user_id is not null
),
one_row_per_kind as (
  select
    course_id,
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
  cast(iso_week_start($to) as timestamp) as interval_start,
  cast(date_sub_days(iso_week_start($to), -7) as timestamp) as interval_end,
  kind['label'] as label,
  mode,
  cohort,
  is_staff,
  kind['count'] as count
from one_row_per_kind
where kind['count'] > 0

-- Question: how many people were active in a course in each week, and at what?
-- Grain: one course, complete week and kind of activity; kinds without anybody have no row.
-- Rules: EN 4.1 (weeks), EN 4.3.
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
    and day < iso_week_start($to)
  group by course_id, iso_week_start(day), user_id
),
one_row_per_week as (
  select
    course_id,
    week,
    count(*) as active,
    sum(case when played_video then 1 else 0 end) as played_video,
    sum(case when attempted_problem then 1 else 0 end) as attempted_problem,
    sum(case when posted_forum then 1 else 0 end) as posted_forum
  from one_row_per_person_and_week
  group by course_id, week
),
one_row_per_kind as (
  select
    course_id,
    week,
    unnest(make_array(
      named_struct('label', 'ACTIVE', 'count', active),
      named_struct('label', 'PLAYED_VIDEO', 'count', played_video),
      named_struct('label', 'ATTEMPTED_PROBLEM', 'count', attempted_problem),
      named_struct('label', 'POSTED_FORUM', 'count', posted_forum)
    )) as kind
  from one_row_per_week
)
select
  course_id,
  cast(week as timestamp) as interval_start,
  cast(date_sub_days(week, -7) as timestamp) as interval_end,
  kind['label'] as label,
  kind['count'] as count
from one_row_per_kind
where kind['count'] > 0

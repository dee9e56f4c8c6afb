-- Question: how long were people in a course each day, and at what?
-- Grain: one course, day and kind of activity; `all` is the sum of the others.
-- Rules: OV-43.
with
one_row_per_person as (
  select course_id, date, kind, user_id, microseconds
  from run_time_on_task
  union all
  select course_id, date, 'all' as kind, user_id, sum(microseconds) as microseconds
  from run_time_on_task
  group by course_id, date, user_id
)
select
  course_id,
  date,
  kind,
  count(*) as learners,
  sum(microseconds) / 1000000.0 as seconds
from one_row_per_person
group by course_id, date, kind

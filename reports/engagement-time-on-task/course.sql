-- Question: how long have people been in a course so far, and at what?
-- Grain: one course and kind of activity; `all` is the sum of the others.
-- Rules: OV-43.
with
one_row_per_person as (
  select course_id, kind, user_id, sum(microseconds) as microseconds
  from run_time_on_task
  group by course_id, kind, user_id
  union all
  select course_id, 'all' as kind, user_id, sum(microseconds) as microseconds
  from run_time_on_task
  group by course_id, user_id
)
select
  course_id,
  kind,
  count(*) as learners,
  sum(microseconds) / 1000000.0 as seconds,
  sum(microseconds) / 1000000.0 / count(*) as mean_seconds,
  sum(case when microseconds < 600000000 then 1 else 0 end) as below_10_minutes,
  sum(case when microseconds >= 600000000 and microseconds < 3600000000 then 1 else 0 end) as below_1_hour,
  sum(case when microseconds >= 3600000000 and microseconds < 36000000000 then 1 else 0 end) as below_10_hours,
  sum(case when microseconds >= 36000000000 then 1 else 0 end) as from_10_hours
from one_row_per_person
group by course_id, kind

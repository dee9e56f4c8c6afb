-- Question: how many people are enrolled in a course at the end of each day?
-- Grain: one course and day, from the first event of the course to the last complete day.
-- Rules: EN 3.5-3.9, table 3.9.
with
one_row_per_course_and_changed_day as (
  select
    course_id,
    date,
    sum(change) as enrolled,
    sum(case when is_first then 1 else 0 end) as arrived
  from run_enrollment_days
  group by course_id, date
),
one_row_per_course_and_day as (
  select
    course_id,
    unnest(range(min(date), $to, interval '1 day')) as date,
    0 as enrolled,
    0 as arrived
  from one_row_per_course_and_changed_day
  group by course_id
),
movement as (
  select
    course_id,
    date,
    sum(enrolled) as enrolled,
    sum(arrived) as arrived
  from (
    select course_id, date, enrolled, arrived from one_row_per_course_and_changed_day
    union all
    select course_id, date, enrolled, arrived from one_row_per_course_and_day
  )
  group by course_id, date
)
select
  course_id,
  date,
  sum(enrolled) over (partition by course_id order by date) as count,
  sum(arrived) over (partition by course_id order by date) as cumulative_count
from movement

-- Question: how did each run of a course go, day by day since its start?
-- Grain: one course run and day, from the first enrollment event to the last complete day.
-- Rules: OV-14. People who were active before the first enrollment event are among those ever active.
with
one_row_per_day as (
  select
    course_id,
    date,
    max(enrolled) as enrolled,
    max(ever_enrolled) as ever_enrolled,
    sum(active) as active,
    sum(first_active) as first_active
  from (
    select
      course_id,
      date,
      count as enrolled,
      cumulative_count as ever_enrolled,
      cast(0 as bigint) as active,
      cast(0 as bigint) as first_active
    from course_enrollment_daily
    union all
    select
      course_id,
      date,
      cast(null as bigint) as enrolled,
      cast(null as bigint) as ever_enrolled,
      active,
      first_active
    from run_active_days
  )
  group by course_id, date
),
so_far as (
  select
    course_id,
    date,
    enrolled,
    ever_enrolled,
    active,
    sum(first_active) over (
      partition by course_id
      order by date
      rows between unbounded preceding and current row
    ) as ever_active
  from one_row_per_day
)
select
  run.catalog_course,
  run.course_id,
  days_between(run.day_zero, so_far.date) as day_number,
  so_far.date,
  so_far.enrolled,
  so_far.ever_enrolled,
  so_far.active,
  so_far.ever_active
from so_far
join run_course_runs as run
  on run.course_id = so_far.course_id
where so_far.enrolled is not null

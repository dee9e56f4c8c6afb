-- Question: how did each run of a course go, day by day since its start?
-- Grain: one course run and day, from the first enrollment event to the last complete day.
-- Rules: OV-14.
select
  run.catalog_course,
  run.course_id,
  days_between(run.day_zero, day.date) as day_number,
  day.date,
  day.count as enrolled,
  day.cumulative_count as ever_enrolled,
  coalesce(activity.active, 0) as active,
  sum(coalesce(activity.first_active, 0)) over (
    partition by run.course_id
    order by day.date
    rows between unbounded preceding and current row
  ) as ever_active
from course_enrollment_daily as day
join run_course_runs as run
  on run.course_id = day.course_id
left join run_active_days as activity
  on activity.course_id = day.course_id
  and activity.date = day.date

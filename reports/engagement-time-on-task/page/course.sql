-- Question: how long have people been in a course so far, and at what? One row per kind of activity.
-- Rules: OV-43.
select
  course_id, kind, learners, seconds / 3600.0 as hours, mean_seconds / 60.0 as mean_minutes,
  below_10_minutes, below_1_hour, below_10_hours, from_10_hours, created
from time_on_task_course
where course_id = :course_id
order by case when kind = 'all' then 0 else 1 end, kind

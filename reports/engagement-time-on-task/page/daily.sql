-- Question: how long were people in a course each day, and at what? One row per day and kind of activity.
-- Rules: OV-43.
select
  course_id, "date", kind, learners, seconds / 3600.0 as hours, created
from time_on_task_daily
where course_id = :course_id
  and kind <> 'all'
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
order by "date", kind

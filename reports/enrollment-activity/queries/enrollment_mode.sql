-- Question: how many people are enrolled in a course, by day and track? One row per day and track.
-- Rules: API 2.1. Without a date only the latest day of the course.
select
  course_id, "date", mode, "count", cumulative_count, created
from course_enrollment_mode_daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
  and (
    :start_date_given = 1
    or :end_date_given = 1
    or "date" = (select max("date") from course_enrollment_mode_daily where course_id = :course_id)
  )
order by "date", mode

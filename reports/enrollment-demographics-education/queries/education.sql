-- Question: how many people are enrolled in a course, by day and education? One row per day and level, those who gave none first.
-- Rules: API 2.1. Without a date only the latest day of the course.
select
  course_id, "date", education_level, "count", created
from course_enrollment_education_level_daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
  and (
    :start_date_given = 1
    or :end_date_given = 1
    or "date" = (select max("date") from course_enrollment_education_level_daily where course_id = :course_id)
  )
order by "date", education_level

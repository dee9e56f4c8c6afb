-- Question: how many people are enrolled in a course, by day and gender? One row per day and gender as it is stored.
-- Rules: UI 2.9 E-GEN.
select
  "date", gender, "count", created
from course_enrollment_gender_daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
order by "date", gender

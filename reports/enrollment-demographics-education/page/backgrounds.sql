-- Question: which schooling do the people enrolled in a course have? One row per value on the latest day, those who gave none included.
-- Rules: UI 2.9 E-EDU.
select
  "date", education_level, "count", created
from course_enrollment_education_level_daily
where course_id = :course_id
  and "date" = (select max("date") from course_enrollment_education_level_daily where course_id = :course_id)
order by education_level

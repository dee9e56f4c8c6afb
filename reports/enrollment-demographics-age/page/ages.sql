-- Question: in which years were the people enrolled in a course born? One row per value on the latest day, those who gave none included.
-- Rules: UI 2.9 E-AGE.
select
  "date", birth_year, "count", created
from course_enrollment_birth_year_daily
where course_id = :course_id
  and "date" = (select max("date") from course_enrollment_birth_year_daily where course_id = :course_id)
order by birth_year

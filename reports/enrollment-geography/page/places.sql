-- Question: where do the people enrolled in a course connect from? One row per value on the latest day, those who gave none included.
-- Rules: UI 2.11.
select
  "date", country_code, "count", created
from course_enrollment_location_current
where course_id = :course_id
  and "date" = (select max("date") from course_enrollment_location_current where course_id = :course_id)
order by country_code

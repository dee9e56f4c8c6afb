-- Question: from which countries do the people of a course connect?
-- Grain: one course and country.
-- Rules: EN 6.4: enrollments of the LMS table; null (never seen with an address) is not `UNKNOWN` (ES G-8).
select
  case when $compat_location_date then $import_date else date_sub_days($to, 1) end as date,
  enrollment.course_id,
  country.country_code,
  sum(case when enrollment.is_active then 1 else 0 end) as count,
  count(*) as cumulative_count
from lms_student_courseenrollment as enrollment
left join run_last_country as country
  on country.user_id = enrollment.user_id
group by enrollment.course_id, country.country_code

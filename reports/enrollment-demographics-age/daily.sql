-- Question: in which years were the people born who are enrolled?
-- Grain: one course and year of birth on the last complete day.
-- Rules: EN 3.6: the year as given, without a check; no year or no profile is null.
select
  date_sub_days($to, 1) as date,
  stretch.course_id,
  profile.year_of_birth as birth_year,
  sum(stretch.at_end) as count,
  count(*) as cumulative_count
from run_enrollment_days as stretch
left join lms_auth_userprofile as profile
  on profile.user_id = stretch.user_id
where stretch.until is null
group by stretch.course_id, profile.year_of_birth

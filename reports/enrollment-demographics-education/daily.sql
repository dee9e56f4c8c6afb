-- Question: what schooling did the people bring who are enrolled?
-- Grain: one course and level of education on the last complete day.
-- Rules: EN 3.7: long names of the LMS codes; unknown codes, nothing given and no profile are null, which is not `none`.
select
  date_sub_days($to, 1) as date,
  stretch.course_id,
  education_level(profile.level_of_education) as education_level,
  sum(stretch.at_end) as count,
  count(*) as cumulative_count
from run_enrollment_days as stretch
left join lms_auth_userprofile as profile
  on profile.user_id = stretch.user_id
where stretch.until is null
group by stretch.course_id, education_level(profile.level_of_education)

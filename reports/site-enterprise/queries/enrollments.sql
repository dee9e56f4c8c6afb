-- What became of the enrollments that a customer made? One row per enrollment, consent and purchase.
-- Rules: API 2.9 (v0), API 3.2.
select
  enterprise_id, enterprise_name, lms_user_id, enterprise_user_id, course_id, enrollment_created_timestamp,
  user_current_enrollment_mode, consent_granted, letter_grade, has_passed, passed_timestamp, enterprise_sso_uid,
  enterprise_site_id, course_title, course_start, course_end, course_pacing_type, course_duration_weeks, course_min_effort,
  course_max_effort, user_account_creation_timestamp, user_email, user_username, course_key, user_country_code,
  last_activity_date, coupon_name, coupon_code, offer, current_grade, course_price, discount_price, unenrollment_timestamp, created
from enterprise_enrollment
where enterprise_id = replace(:enterprise_uuid, '-', '')
order by last_activity_date desc, id

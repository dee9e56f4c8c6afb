-- Question: what became of the enrollments that a customer made? One row per enrollment, consent and purchase of those who share data
-- with it.
-- Rules: API 2.9 (v0), API 3.2.
select
  id, enterprise_id, enterprise_name, lms_user_id, enterprise_user_id, course_id, enrollment_created_timestamp,
  user_current_enrollment_mode, consent_granted, letter_grade, has_passed, passed_timestamp, enterprise_sso_uid,
  enterprise_site_id, course_title, course_start, course_end, course_pacing_type, course_duration_weeks, course_min_effort,
  course_max_effort, user_account_creation_timestamp, user_email, user_username, course_key, user_country_code,
  last_activity_date, coupon_name, coupon_code, offer, current_grade, course_price, discount_price, unenrollment_timestamp,
  case
    when has_passed = 1 then 'Passed'
    when date(course_end) <= :last_day_date then 'Failed'
    else 'In Progress'
  end as progress_status,
  created
from enterprise_enrollment
where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  and consent_granted = 1
  and (:passed_date_raw is null or :passed_date_raw <> 'last_week' or has_passed = 1 and date(passed_timestamp) >= :week_date)
  and (
    :learner_activity is null
    or :learner_activity not in ('active_past_week', 'inactive_past_week', 'inactive_past_month')
    or has_passed = 0 and (course_end is null or date(course_end) > :last_day_date)
    and (
      :learner_activity = 'active_past_week' and last_activity_date >= :week_date
      or :learner_activity = 'inactive_past_week' and coalesce(last_activity_date, '1970-01-01') < :week_date
      or :learner_activity = 'inactive_past_month' and coalesce(last_activity_date, '1970-01-01') < :month_date
    )
  )
  and (:search is null or instr(lower(user_email), lower(:search)) > 0)
order by last_activity_date desc, id

-- Question: what became of the enrollments that a customer made? One row per enrollment, those active last first.
-- Rules: API 2.9 (v1 enrollments), API 3.2.
select
  enrollment_id, enterprise_enrollment_id, is_consent_granted, paid_by, user_current_enrollment_mode, enrollment_date,
  unenrollment_date, unenrollment_end_within_date, is_refunded, seat_delivery_method, offer_id, offer_name, offer_type,
  coupon_code, coupon_name, contract_id, course_list_price, amount_learner_paid, course_key, courserun_key, course_title,
  course_pacing_type, course_start_date, course_end_date, course_duration_weeks, course_max_effort, course_min_effort,
  course_primary_program, primary_program_type, course_primary_subject, has_passed, last_activity_date, progress_status,
  passed_date, current_grade, letter_grade, enterprise_user_id, user_email, user_account_creation_date, user_country_code,
  user_username, enterprise_name, enterprise_customer_uuid, enterprise_sso_uid, created, course_api_url,
  round(total_learning_time_seconds / 3600.0, 2) as total_learning_time_hours,
  is_subsidy, course_product_line, budget_id
from enterprise_learner_enrollment
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  and (:enterprise_enrollment_id is null or enterprise_enrollment_id = :enterprise_enrollment_id)
  and (
    lower(coalesce(:audit_enrollments, 'true')) <> 'false'
    or user_current_enrollment_mode <> 'audit'
    or coupon_code is not null
    or offer_id is not null
  )
  and (:search is null or instr(lower(user_email), lower(:search)) > 0)
  and (
    :search_all is null
    or instr(lower(user_email), lower(:search_all)) > 0
    or instr(lower(course_title), lower(:search_all)) > 0
  )
  and (:search_course is null or instr(lower(course_title), lower(:search_course)) > 0)
  and (:search_start_date is null or course_start_date = :search_start_date)
  and (:passed_date_raw is null or :passed_date_raw <> 'last_week' or has_passed = 1 and passed_date >= :week_date)
  and (
    :learner_activity is null
    or :learner_activity not in ('active_past_week', 'inactive_past_week', 'inactive_past_month')
    or has_passed = 0 and (course_end_date is null or course_end_date > :last_day_date)
    and (
      :learner_activity = 'active_past_week' and last_activity_date >= :week_date
      or :learner_activity = 'inactive_past_week' and coalesce(last_activity_date, '1970-01-01') < :week_date
      or :learner_activity = 'inactive_past_month' and coalesce(last_activity_date, '1970-01-01') < :month_date
    )
  )
  and (:offer_id is null or offer_id = replace(:offer_id, '-', ''))
  and (:budget_id is null or budget_id = replace(:budget_id, '-', ''))
  and (:course_product_line is null or course_product_line = :course_product_line)
  and (:is_subsidy is null or is_subsidy = :is_subsidy)
  and (lower(coalesce(:ignore_null_course_list_price, 'false')) <> 'true' or course_list_price is not null)
order by last_activity_date desc, enterprise_enrollment_id

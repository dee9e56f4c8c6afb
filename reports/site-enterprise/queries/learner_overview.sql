-- How do the learners of a customer do, all together? One row.
-- Rules: API 2.9 (v1 overview). The filters are those of learner_enrollments.sql.
select
  count(distinct enterprise_user_id) as enrolled_learners,
  count(distinct case when last_activity_date >= :week_date then enterprise_user_id end) as "active_learners.past_week",
  count(distinct case when last_activity_date >= :month_date then enterprise_user_id end) as "active_learners.past_month",
  coalesce(sum(case when has_passed = 1 then 1 else 0 end), 0) as course_completions,
  max(created) as last_updated_date,
  (
    select count(*)
    from enterprise_learner
    where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  ) as number_of_users
from enterprise_learner_enrollment
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
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

-- How do the learners of a customer do, all together? One row.
-- Rules: API 2.9 (v1 overview).
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
  and (:search_course is null or instr(lower(course_title), lower(:search_course)) > 0)
  and (:offer_id is null or offer_id = replace(:offer_id, '-', ''))
  and (:budget_id is null or budget_id = replace(:budget_id, '-', ''))

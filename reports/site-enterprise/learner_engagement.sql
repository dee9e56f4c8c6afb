-- Question: what did the learners of a customer do in the last thirty days, and in the thirty before?
-- Grain: one customer with enrollments.
-- Rules: API 3.2 (enterprise_admin_summarize_insights). Contracts and learning time have no source here.
with
bounds as (
  select
    cast($to as date) - interval '30 days' as since,
    cast($to as date) - interval '60 days' as before_that,
    cast($to as date) as until
),
-- The day stands here once more: a join on it would name no equality.
activity as (
  select
    user_id,
    course_id,
    day
  from facts_activity
  where day >= cast($to as date) - interval '60 days'
    and day < $to
),
one_row_per_active_learner as (
  select
    enrollment.enterprise_customer_uuid,
    enrollment.enterprise_user_id,
    max(case when activity.day >= bounds.since then 1 else 0 end) as lately,
    max(case when activity.day < bounds.since then 1 else 0 end) as before_that
  from enterprise_learner_enrollment as enrollment
  join enterprise_learner as learner
    on learner.enterprise_user_id = enrollment.enterprise_user_id
  join activity
    on activity.user_id = learner.lms_user_id
    and activity.course_id = enrollment.courserun_key
  cross join bounds
  group by enrollment.enterprise_customer_uuid, enrollment.enterprise_user_id
),
active_learners as (
  select
    enterprise_customer_uuid,
    sum(lately) as lately,
    sum(before_that) as before_that
  from one_row_per_active_learner
  group by enterprise_customer_uuid
),
one_row_per_customer as (
  select
    enrollment.enterprise_customer_uuid,
    min(enrollment.enterprise_name) as enterprise_customer_name,
    count(case when enrollment.enrollment_date >= bounds.since and enrollment.enrollment_date < bounds.until then 1 end) as enrolls,
    count(case when enrollment.enrollment_date < bounds.since and enrollment.enrollment_date >= bounds.before_that then 1 end)
      as enrolls_prior,
    count(
      case
        when enrollment.has_passed and enrollment.passed_date >= bounds.since and enrollment.passed_date < bounds.until then 1
      end
    ) as passed,
    count(
      case
        when enrollment.has_passed and enrollment.passed_date < bounds.since and enrollment.passed_date >= bounds.before_that then 1
      end
    ) as passed_prior
  from enterprise_learner_enrollment as enrollment
  cross join bounds
  group by enrollment.enterprise_customer_uuid
)
select
  customer.enterprise_customer_uuid,
  customer.enterprise_customer_name,
  customer.enrolls,
  customer.enrolls_prior,
  customer.passed,
  customer.passed_prior,
  coalesce(active.lately, 0) as engage,
  coalesce(active.before_that, 0) as engage_prior,
  cast(null as bigint) as hours,
  cast(null as bigint) as hours_prior,
  cast(null as timestamp) as contract_end_date,
  cast(null as boolean) as active_contract
from one_row_per_customer as customer
left join active_learners as active
  on active.enterprise_customer_uuid = customer.enterprise_customer_uuid

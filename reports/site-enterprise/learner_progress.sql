-- Question: how many enrollments of a customer are under way, and which are at risk?
-- Grain: one customer with enrollments.
-- Rules: API 3.2 (enterprise_admin_learner_progress). Under way: not passed, not left, the course not over. Licences and learning time
-- have no source here.
with
under_way as (
  -- The day of the last unenrollment stays when the learner enrolls again: the LMS says whether the enrollment holds.
  select made.*
  from enterprise_learner_enrollment as made
  join lms_student_courseenrollment as enrollment
    on enrollment.id = made.enrollment_id
  where made.progress_status = 'In Progress'
    and coalesce(enrollment.is_active, true)
)
select
  customer.enterprise_customer_uuid,
  customer.enterprise_customer_name,
  false as active_subscription_plan,
  cast(null as bigint) as assigned_licenses,
  cast(null as bigint) as activated_licenses,
  cast(null as double) as assigned_licenses_percentage,
  cast(null as double) as activated_licenses_percentage,
  count(under_way.enterprise_enrollment_id) as active_enrollments,
  cast(null as bigint) as at_risk_enrollment_less_than_one_hour,
  count(case when under_way.course_end_date < cast($to as date) + interval '30 days' then 1 end)
    as at_risk_enrollment_end_date_soon,
  count(
    case
      when under_way.enterprise_enrollment_id is null then null
      when under_way.last_activity_date is null or under_way.last_activity_date < cast($to as date) - interval '30 days' then 1
    end
  ) as at_risk_enrollment_dormant
from (
  select enterprise_customer_uuid, min(enterprise_name) as enterprise_customer_name
  from enterprise_learner_enrollment
  group by enterprise_customer_uuid
) as customer
left join under_way
  on under_way.enterprise_customer_uuid = customer.enterprise_customer_uuid
group by customer.enterprise_customer_uuid, customer.enterprise_customer_name

-- Question: how many enrollments of a customer are under way, and which are at risk? One row.
-- Rules: API 2.9 (insights), API 3.2.
select
  enterprise_customer_uuid, enterprise_customer_name, active_subscription_plan, assigned_licenses, activated_licenses,
  assigned_licenses_percentage, activated_licenses_percentage, active_enrollments, at_risk_enrollment_less_than_one_hour,
  at_risk_enrollment_end_date_soon, at_risk_enrollment_dormant, created as created_at
from enterprise_admin_learner_progress
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))

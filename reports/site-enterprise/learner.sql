-- Question: who are the learners linked to a customer?
-- Grain: one learner and customer.
-- Rules: API 3.2 (enterprise_learner), EN 9.3.
select
  learner.enterprise_user_id,
  learner.enterprise_id as enterprise_customer_uuid,
  cast(null as timestamp) as enterprise_user_created,
  cast(null as timestamp) as enterprise_user_modified,
  account.is_active as enterprise_user_active,
  true as is_linked,
  learner.lms_user_id,
  learner.user_username,
  learner.user_email,
  learner.user_account_creation_timestamp as lms_user_created,
  account.last_login as lms_last_login,
  learner.user_country_code as lms_user_country,
  learner.enterprise_sso_uid,
  learner.last_activity_date
from enterprise_user as learner
join lms_auth_user as account
  on account.id = learner.lms_user_id

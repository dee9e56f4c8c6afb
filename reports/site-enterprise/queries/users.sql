-- Which learners are linked to a customer? One row per learner.
-- Rules: API 2.9 (v0), API 3.2.
select
  enterprise_id, lms_user_id, enterprise_user_id, enterprise_sso_uid, user_account_creation_timestamp, user_email,
  user_username, user_country_code, last_activity_date, created
from enterprise_user
where enterprise_id = replace(:enterprise_uuid, '-', '')
order by enterprise_user_id

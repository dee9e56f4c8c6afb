-- Question: which learners are linked to a customer?
-- Grain: one learner and customer.
-- Rules: EN 9.3: only links that hold now; no profile, no row.
with
last_activity_of_user as (
  select user_id, max(day) as last_activity_date
  from facts_activity
  where day < $to
  group by user_id
),
one_row_per_sign_in as (
  select
    user_id,
    split_part(uid, ':', -1) as enterprise_sso_uid,
    row_number() over (partition by user_id order by id desc) as place
  from lms_social_auth_usersocialauth
  where provider = 'tpa-saml'
)
select distinct
  replace(link.enterprise_customer_id, '-', '') as enterprise_id,
  link.user_id as lms_user_id,
  link.id as enterprise_user_id,
  sign_in.enterprise_sso_uid,
  account.date_joined as user_account_creation_timestamp,
  account.email as user_email,
  account.username as user_username,
  profile.country as user_country_code,
  activity.last_activity_date
from lms_enterprise_enterprisecustomeruser as link
join lms_auth_user as account
  on account.id = link.user_id
join lms_auth_userprofile as profile
  on profile.user_id = link.user_id
left join last_activity_of_user as activity
  on activity.user_id = link.user_id
left join one_row_per_sign_in as sign_in
  on sign_in.user_id = link.user_id
  and sign_in.place = 1
where link.linked
  and link.enterprise_customer_id is not null

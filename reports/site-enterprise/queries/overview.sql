-- Question: how do the learners of a customer do, all together? One row.
-- Rules: API 2.9 (v0 overview).
select
  count(distinct enterprise_user_id) as enrolled_learners,
  count(distinct case when last_activity_date >= :week_date then enterprise_user_id end) as "active_learners.past_week",
  count(distinct case when last_activity_date >= :month_date then enterprise_user_id end) as "active_learners.past_month",
  coalesce(sum(case when has_passed = 1 then 1 else 0 end), 0) as course_completions,
  max(created) as last_updated_date,
  (
    select count(*)
    from enterprise_user
    where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  ) as number_of_users
from enterprise_enrollment
where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  and consent_granted = 1

-- Question: how many courses did each learner of a customer pass? One row per learner who shares data with it and passed any.
-- Rules: API 2.9 (v1 learner_completed_courses).
select
  user_email, count(distinct courserun_key) as completed_courses
from enterprise_learner_enrollment
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  and has_passed = 1
  and is_consent_granted = 1
group by user_email
order by user_email

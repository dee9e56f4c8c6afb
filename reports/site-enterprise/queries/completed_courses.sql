-- Question: how many courses did each learner of a customer pass? One row per learner who shares data with it and passed any.
-- Rules: API 2.9 (learner_completed_courses).
select
  user_email, count(distinct course_id) as completed_courses
from enterprise_enrollment
where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  and has_passed = 1
  and consent_granted = 1
group by user_email
order by user_email

-- Question: which learners are linked to a customer? One row per learner.
-- Rules: API 2.9 (v0), API 3.2.
select
  learner.id, learner.enterprise_id, learner.lms_user_id, learner.enterprise_user_id, learner.enterprise_sso_uid,
  learner.user_account_creation_timestamp, learner.user_email, learner.user_username, learner.user_country_code,
  learner.last_activity_date,
  coalesce(own.enrollments, 0) as enrollment_count,
  coalesce(own.completions, 0) as course_completion_count,
  learner.created
from enterprise_user as learner
left join (
  select
    enterprise_user_id,
    count(distinct course_id) as enrollments,
    count(distinct case when has_passed = 1 then course_id end) as completions,
    count(distinct case when course_end is null or date(course_end) > :last_day_date then course_id end) as under_way
  from enterprise_enrollment
  where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
    and consent_granted = 1
  group by enterprise_user_id
) as own
  on own.enterprise_user_id = learner.enterprise_user_id
where learner.enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  and (
    :has_enrollments is null
    or lower(:has_enrollments) = 'true' and own.enrollments > 0
    or lower(:has_enrollments) = 'false' and own.enrollments is null
  )
  and (
    :active_courses is null
    or lower(:active_courses) = 'true' and own.under_way > 0
    or lower(:active_courses) = 'false' and coalesce(own.under_way, 0) = 0
  )
  and (
    :all_enrollments_passed is null
    or lower(:all_enrollments_passed) = 'true' and own.enrollments = own.completions
    or lower(:all_enrollments_passed) = 'false' and own.enrollments > own.completions
  )
order by learner.enterprise_user_id

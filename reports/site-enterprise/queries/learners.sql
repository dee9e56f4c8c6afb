-- Question: which learners are linked to a customer? One row per learner.
-- Rules: API 2.9 (v1 users), API 3.2.
select
  learner.enterprise_user_id, learner.enterprise_customer_uuid, learner.enterprise_user_created,
  learner.enterprise_user_modified, learner.enterprise_user_active, learner.is_linked, learner.lms_user_id,
  learner.user_username, learner.user_email, learner.lms_user_created, learner.lms_last_login, learner.lms_user_country,
  learner.enterprise_sso_uid, learner.last_activity_date, learner.created as created_at,
  coalesce(own.enrollments, 0) as enrollment_count,
  coalesce(own.completions, 0) as course_completion_count
from enterprise_learner as learner
left join (
  select
    enterprise_user_id,
    count(*) as enrollments,
    sum(case when has_passed = 1 then 1 else 0 end) as completions,
    sum(case when course_end_date is null or course_end_date > :last_day_date then 1 else 0 end) as under_way
  from enterprise_learner_enrollment
  where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  group by enterprise_user_id
) as own
  on own.enterprise_user_id = learner.enterprise_user_id
where learner.enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  and (:enterprise_user_id is null or learner.enterprise_user_id = :enterprise_user_id)
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

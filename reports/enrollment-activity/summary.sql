-- Question: what was each person's way through a course?
-- Grain: one person in one course who was enrolled at least once.
-- Rules: EN 3.4, the state machine `enrollment_summary`. It differs from the daily tables on purpose: events that change
-- nothing are ignored here.
with
one_row_per_learner as (
  select
    course_id,
    user_id,
    enrollment_summary(time, event_type, mode) as summary
  from facts_enrollment
  where cast(time as date) >= $from
    and cast(time as date) < $to
  group by course_id, user_id
)
select
  course_id,
  user_id,
  summary['current_mode'] as current_enrollment_mode,
  summary['is_active'] as current_enrollment_is_active,
  summary['first_mode'] as first_enrollment_mode,
  summary['first_time'] as first_enrollment_time,
  summary['last_unenrollment_time'] as last_unenrollment_time,
  summary['first_verified_time'] as first_verified_enrollment_time,
  summary['first_credit_time'] as first_credit_enrollment_time,
  cast($to as timestamp) as end_time
from one_row_per_learner
where summary is not null

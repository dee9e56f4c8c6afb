-- Question: when did a person's enrollment in a course change, and to what?
-- Grain: one stretch of days without change of one person in one course. Days in between are not written out: there
-- would be one for each person, course and day.
-- Rules: EN 3.3, the state machine `enrollment_days`.
with
one_row_per_learner as (
  select
    course_id,
    user_id,
    enrollment_days(time, event_type, mode) as days
  from facts_enrollment
  where cast(time as date) >= $from
    and cast(time as date) < $to
  group by course_id, user_id
),
one_row_per_stretch as (
  select
    course_id,
    user_id,
    unnest(days) as stretch
  from one_row_per_learner
)
select
  course_id,
  user_id,
  stretch['date'] as date,
  stretch['until'] as until,
  stretch['is_first'] as is_first,
  stretch['at_end'] as at_end,
  stretch['change'] as change,
  stretch['mode'] as mode
from one_row_per_stretch

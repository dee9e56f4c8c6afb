-- Question: which enrollment events are lacking?
-- Grain: one event that is lacking.
-- Rules: EN 8.3, the state machine `enrollment_repairs`.
with
one_row_per_item as (
  select
    course_id,
    user_id,
    time,
    event_type,
    mode,
    cast(null as integer) as is_active,
    cast(null as timestamp) as enrolled_at,
    cast(null as timestamp) as dump_start,
    cast(null as timestamp) as dump_end
  from facts_enrollment
  union all
  select
    course_id,
    user_id,
    time,
    'edx.course.enrollment.validated' as event_type,
    mode,
    cast(is_active as integer) as is_active,
    enrolled_at,
    dump_start,
    dump_end
  from facts_enrollment_validation
),
one_row_per_learner as (
  select
    course_id,
    user_id,
    enrollment_repairs(
      time,
      event_type,
      mode,
      is_active,
      enrolled_at,
      dump_start,
      dump_end,
      cast($from as timestamp),
      cast($generate_before as integer),
      cast($include_nonstate_changes as integer),
      cast(nullif($earliest_timestamp || case when character_length($earliest_timestamp) = 13 then ':00:00' else '' end, '') as timestamp),
      cast(nullif($expected_validation || case when character_length($expected_validation) = 13 then ':00:00' else '' end, '') as timestamp)
    ) as repairs
  from one_row_per_item
  where cast(time as date) >= $from
    and cast(time as date) < $to
  group by course_id, user_id
),
one_row_per_repair as (
  select
    course_id,
    user_id,
    unnest(repairs) as repair
  from one_row_per_learner
)
select
  course_id,
  user_id,
  to_char(repair['time'], '%Y-%m-%dT%H:%M:%S%.6f') as time,
  repair['event_type'] as event_type,
  repair['mode'] as mode,
  repair['reason'] as reason,
  to_char(repair['after_time'], '%Y-%m-%dT%H:%M:%S%.6f') as after_time,
  to_char(repair['before_time'], '%Y-%m-%dT%H:%M:%S%.6f') as before_time
from one_row_per_repair

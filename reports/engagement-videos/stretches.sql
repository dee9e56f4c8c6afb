-- Question: which stretches of videos did people really watch?
-- Grain: one stretch of one person at one video.
-- Rules: OV-32 to OV-35, the state machine `video_stretches`, over all events of a person: a player takes the speed over that was
-- chosen at another.
with
one_row_per_person as (
  select
    user_id,
    video_stretches(time, event_type, course_id, video_id, position, old_position, duration, speed) as stretches
  from facts_video
  where cast(time as date) >= $from
    and cast(time as date) < $to
  group by user_id
),
one_row_per_stretch as (
  select
    user_id,
    unnest(stretches) as stretch
  from one_row_per_person
)
select
  stretch['course_id'] as course_id,
  stretch['video_id'] as encoded_module_id,
  user_id,
  stretch['time'] as start_timestamp,
  stretch['begin_ms'] as begin_ms,
  stretch['end_ms'] as end_ms,
  stretch['spent_ms'] as spent_ms,
  stretch['reason'] as reason
from one_row_per_stretch

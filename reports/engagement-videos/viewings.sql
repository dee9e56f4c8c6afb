-- Question: which stretches of videos did people watch, as the old pipeline saw it?
-- Grain: one viewing of one person at one video: from a play to the next pause, seek or stop.
-- Rules: PF 7.3, the state machine `video_viewings`, over all events of the interval: a viewing may cross midnight (the
-- windows of PF 7.4 are not kept). Where a play does not tell the length of a video of YouTube, that of `lms_youtube_videos`
-- counts, if it is there (PF V9).
with
youtube as (
  select youtube_id, max(duration) as duration
  from lms_youtube_videos
  where duration > 0
  group by youtube_id
),
one_row_per_event as (
  select
    facts.course_id,
    facts.video_id,
    facts.user_id,
    facts.time,
    facts.event_type,
    facts.position,
    facts.old_position,
    coalesce(facts.duration, youtube.duration) as duration
  from facts_video as facts
  left join youtube
    on youtube.youtube_id = facts.youtube_id
  where facts.event_type in ('play_video', 'pause_video', 'seek_video', 'stop_video')
    and cast(facts.time as date) >= $from
    and cast(facts.time as date) < $to
),
one_row_per_viewer as (
  select
    course_id,
    video_id,
    user_id,
    video_viewings(time, event_type, position, old_position, duration) as viewings
  from one_row_per_event
  group by course_id, video_id, user_id
),
one_row_per_viewing as (
  select
    course_id,
    video_id,
    user_id,
    unnest(viewings) as viewing
  from one_row_per_viewer
)
select
  course_id,
  video_id as encoded_module_id,
  user_id,
  viewing['start_time'] as start_timestamp,
  viewing['start_offset'] as start_offset,
  viewing['end_offset'] as end_offset,
  viewing['duration'] as duration,
  viewing['reason'] as reason
from one_row_per_viewing

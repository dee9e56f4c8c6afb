-- Question: what did players say on a day, and when were pages closed?
-- Grain: one event. Copies of an event are kept: the lake has already dropped them, unless the site wants them.
-- Rules: PF 7.2 (which events, V1-V7), OV-31; the source is not looked at (PF V1); the course may come from the URL (ES E-33).
-- Positions outside of 0 to 36000 seconds are none; a length that no video has counts as unknown, unless `compat.video` is on.
with
one_row_per_event as (
  select
    date,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    case when $compat_mfe then course_id_or_url else coalesce(course_id_or_url, course_id_from_mfe) end as course_id,
    user_id,
    event_type,
    case when event_type = 'page_close' then null else video_id end as video_id,
    event_type in ('seek_video', 'edx.video.position.changed') as is_seek,
    -- Only these need not say where they are.
    event_type in ('page_close', 'speed_change_video', 'edx.video.speed.changed', 'complete_video', 'edx.video.completed')
      as needs_no_position,
    video_position,
    video_old_position,
    video_new_position,
    case
      when video_duration in (0, -1) then null
      when $compat_video and abs(video_duration) <= 2147483647 then video_duration
      when video_duration > 0 and video_duration <= 36000 then video_duration
    end as duration,
    video_speed as speed,
    case when event_type = 'play_video' and video_code not in ('html5', 'mobile', 'hls') then video_code end as youtube_id
  from events
  where event_type in (
      'play_video',
      'pause_video',
      'seek_video',
      'stop_video',
      'complete_video',
      'speed_change_video',
      'edx.video.played',
      'edx.video.paused',
      'edx.video.position.changed',
      'edx.video.stopped',
      'edx.video.completed',
      'edx.video.speed.changed',
      'page_close'
    )
    and user_id is not null
),
with_position as (
  select
    *,
    case when is_seek then video_new_position else video_position end as position,
    case when is_seek then video_old_position end as old_position
  from one_row_per_event
)
select
  date,
  course_id,
  user_id,
  time,
  event_type,
  video_id,
  case when position between 0 and 36000 then position end as position,
  old_position,
  duration,
  speed,
  case when character_length(youtube_id) <= 255 then youtube_id end as youtube_id
from with_position
where course_id is not null
  and (video_id is not null or event_type = 'page_close')
  and character_length(course_id) + coalesce(character_length(video_id), 0) <= 254
  and ($compat_keys or course_key_is_strict(course_id))
  and (needs_no_position or position between 0 and 36000)
  and (not is_seek or old_position between 0 and 36000)

-- Question: which part of each video is there to be watched?
-- Grain: one video of which there is an event.
-- Rules: OV-36: the longest length that a player told, else the one inferred from where viewings end (PF V17), else the
-- furthest that anybody watched; the clip that the course team set, where it is known, limits it.
with
told as (
  select
    course_id,
    video_id as encoded_module_id,
    cast(round(max(duration) * 1000) as bigint) as told_ms,
    cast(null as bigint) as inferred_ms,
    cast(null as bigint) as reached_ms
  from facts_video
  where video_id is not null
    and duration > 0
    and duration <= 36000
    and cast(time as date) >= $from
    and cast(time as date) < $to
  group by course_id, video_id
),
inferred as (
  select
    course_id,
    encoded_module_id,
    cast(null as bigint) as told_ms,
    max(duration) * 1000 as inferred_ms,
    cast(null as bigint) as reached_ms
  from run_video_usage
  group by course_id, encoded_module_id
),
reached as (
  select
    course_id,
    encoded_module_id,
    cast(null as bigint) as told_ms,
    cast(null as bigint) as inferred_ms,
    max(end_ms) as reached_ms
  from run_video_stretches
  group by course_id, encoded_module_id
),
one_row_per_video as (
  select
    course_id,
    encoded_module_id,
    coalesce(max(told_ms), max(inferred_ms), max(reached_ms)) as length_ms
  from (
    select * from told
    union all
    select * from inferred
    union all
    select * from reached
  )
  group by course_id, encoded_module_id
),
-- A clip that is there twice counts as the wider one.
clips as (
  select
    course_id,
    video_id as encoded_module_id,
    cast(round(min(coalesce(start_seconds, 0)) * 1000) as bigint) as begin_ms,
    case
      when count(nullif(end_seconds, 0)) = count(*) then cast(round(max(end_seconds) * 1000) as bigint)
    end as end_ms
  from lms_video_clips
  group by course_id, video_id
),
bounds as (
  select
    video.course_id,
    video.encoded_module_id,
    video.length_ms,
    greatest(coalesce(clips.begin_ms, 0), 0) as begin_ms,
    least(coalesce(clips.end_ms, video.length_ms), video.length_ms) as end_ms
  from one_row_per_video as video
  left join clips
    on clips.course_id = video.course_id
    and clips.encoded_module_id = video.encoded_module_id
)
select
  course_id,
  encoded_module_id,
  -- A clip that lies outside of the video is none.
  case when begin_ms < end_ms then begin_ms else 0 end as begin_ms,
  case when begin_ms < end_ms then end_ms else length_ms end as end_ms
from bounds

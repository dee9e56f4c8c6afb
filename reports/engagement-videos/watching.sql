-- Question: how was each video really watched?
-- Grain: one video that somebody watched.
-- Rules: OV-36: completed is who watched the share `completion_share` of the part that is there to be watched.
with
watched as (
  select
    course_id,
    encoded_module_id,
    max(length_ms) as length_ms,
    count(*) as learners,
    sum(case when unique_ms >= $completion_share * length_ms then 1 else 0 end) as completed_learners,
    sum(case when watched_ms > unique_ms then 1 else 0 end) as repeating_learners,
    sum(watched_ms) as watched_ms,
    sum(unique_ms) as unique_ms,
    sum(spent_ms) as spent_ms
  from run_video_learners
  group by course_id, encoded_module_id
),
seeks as (
  select
    course_id,
    video_id as encoded_module_id,
    sum(case when position > old_position then 1 else 0 end) as seeks_forward,
    sum(case when position < old_position then 1 else 0 end) as seeks_back
  from (
    select distinct course_id, video_id, user_id, time, position, old_position
    from facts_video
    where event_type in ('seek_video', 'edx.video.position.changed')
      and cast(time as date) >= $from
      and cast(time as date) < $to
  )
  group by course_id, video_id
)
select
  concat(watched.course_id, '|', watched.encoded_module_id) as pipeline_video_id,
  watched.course_id,
  watched.encoded_module_id,
  watched.length_ms / 1000.0 as length_seconds,
  watched.learners,
  watched.completed_learners,
  watched.repeating_learners,
  watched.watched_ms / 1000.0 as watched_seconds,
  watched.unique_ms / 1000.0 as unique_seconds,
  (watched.watched_ms - watched.unique_ms) / 1000.0 as repeated_seconds,
  watched.spent_ms / 1000.0 as spent_seconds,
  case when watched.spent_ms > 0 then cast(watched.watched_ms as double) / watched.spent_ms end as playing_speed,
  coalesce(seeks.seeks_forward, 0) as seeks_forward,
  coalesce(seeks.seeks_back, 0) as seeks_back
from watched
left join seeks
  on seeks.course_id = watched.course_id
  and seeks.encoded_module_id = watched.encoded_module_id

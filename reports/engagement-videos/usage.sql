-- Question: how many people watched which five seconds of a video, and how often?
-- Grain: one piece of five seconds of one video that somebody watched, up to the final one.
-- Rules: PF 7.5, the computation `video_usage`.
with
one_row_per_video as (
  select
    course_id,
    encoded_module_id,
    video_usage(user_id, start_offset, end_offset, duration, $dropoff_threshold) as pieces
  from run_video_viewings
  group by course_id, encoded_module_id
),
one_row_per_piece as (
  select
    course_id,
    encoded_module_id,
    unnest(pieces) as piece
  from one_row_per_video
)
select
  concat(course_id, '|', encoded_module_id) as pipeline_video_id,
  course_id,
  encoded_module_id,
  cast(trunc(piece['duration']) as bigint) as duration,
  piece['users_at_start'] as users_at_start,
  piece['users_at_end'] as users_at_end,
  piece['segment'] as segment,
  piece['num_users'] as num_users,
  piece['num_views'] as num_views
from one_row_per_piece

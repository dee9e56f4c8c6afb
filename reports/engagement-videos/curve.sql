-- Question: how many people watched each second of a video, and how often?
-- Grain: seconds in a row of one video with the same numbers.
-- Rules: OV-37, the computation `video_curve`.
with
one_row_per_video as (
  select
    course_id,
    encoded_module_id,
    video_curve(user_id, begin_ms, end_ms) as pieces
  from run_video_stretches
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
  piece['second'] as second,
  piece['until'] as until,
  piece['learners'] as learners,
  piece['views'] as views
from one_row_per_piece

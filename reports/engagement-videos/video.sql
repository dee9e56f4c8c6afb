-- Question: how long is each video, and how many people began and finished it?
-- Grain: one video that was watched.
-- Rules: PF 7.6.
select
  pipeline_video_id,
  course_id,
  encoded_module_id,
  duration,
  5 as segment_length,
  users_at_start,
  users_at_end,
  sum(num_views) * 5 as total_viewed_seconds
from run_video_usage
group by pipeline_video_id, course_id, encoded_module_id, duration, users_at_start, users_at_end

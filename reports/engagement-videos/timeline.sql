-- Question: how many people watched which five seconds of a video, and how often?
-- Grain: one piece of five seconds of one video that somebody watched.
-- Rules: PF 7.6.
select
  pipeline_video_id,
  segment,
  num_users,
  num_views
from run_video_usage

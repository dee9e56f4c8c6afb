-- Question: how was each video of a course really watched? One row per video.
-- Rules: OV-36.
select
  course_id,
  encoded_module_id as video,
  length_seconds,
  learners,
  completed_learners,
  repeating_learners,
  watched_seconds,
  unique_seconds,
  repeated_seconds,
  spent_seconds,
  playing_speed,
  seeks_forward,
  seeks_back,
  created
from video_watching
where course_id = :course_id
order by encoded_module_id

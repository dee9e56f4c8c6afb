-- Question: which videos of a course were watched, how long are they, how many people began and finished them? One row per video.
-- Rules: API 2.1 (videos).
select
  course_id, pipeline_video_id, encoded_module_id, duration, segment_length, users_at_start, users_at_end, created
from video
where course_id = :course_id
order by encoded_module_id

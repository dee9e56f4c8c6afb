-- Question: how much of the videos of a course, and of each of its sections, was watched, and how much again? One row per part, the
-- course first.
-- Rules: OV-38.
select
  row_number() over (order by sort_idx, level) as number, section, videos, learners, mean_length_seconds, watched_seconds,
  unique_seconds, repeated_seconds, unique_percent, repeated_percent, level, block_id, created
from video_watching_levels
where course_id = :course_id
order by sort_idx, level

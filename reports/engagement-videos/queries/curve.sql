-- Question: how many people watched each second of a video, and how often? One row for seconds in a row with the same numbers.
-- Rules: OV-37.
select
  course_id, pipeline_video_id, second, until, learners, views
from video_watching_curve
where pipeline_video_id = :pipeline_video_id
order by second

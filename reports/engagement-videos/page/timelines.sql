-- Question: where in the videos of a course do people watch, and where do they watch again? One row per piece of five seconds.
-- Rules: UI 4.6: replays are views beyond the first of each person.
select
  video.course_id,
  video.encoded_module_id as video,
  video_timeline.segment * video.segment_length as seconds,
  video_timeline.num_users as unique_viewers,
  video_timeline.num_views - video_timeline.num_users as replays,
  video_timeline.created
from video
join video_timeline on video_timeline.pipeline_video_id = video.pipeline_video_id
where video.course_id = :course_id
order by video.encoded_module_id, video_timeline.segment

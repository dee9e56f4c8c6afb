-- Question: how many people watched which five seconds of a video, and how often? One row per piece that somebody watched.
-- Rules: API 2.3. The course is there for the rights of who asks; a video of no known course shows to those alone who see all courses.
select
  video.course_id, video_timeline.segment, video_timeline.num_users, video_timeline.num_views, video_timeline.created
from video_timeline
left join video on video.pipeline_video_id = video_timeline.pipeline_video_id
where video_timeline.pipeline_video_id = :pipeline_video_id
order by video_timeline.segment

-- Question: how many people used the transcript and the captions of each video of a course? One row per video, in the order of the course.
-- Rules: OV-23.
select
  number, coalesce(video, video_name) as video, section, subsection, learners, transcript_shown, transcript_hidden, captions_shown,
  captions_hidden, menu_opened, downloaded, video_name, created
from video_transcripts
where course_id = :course_id
order by number

-- Question: what did a person do with the transcript and the captions of a video, and did the person watch any of it?
-- Grain: one person and video that the person watched or whose transcript or captions the person used.
-- Rules: OV-22, OV-23. A video that players name in two ways is one.
with
used as (
  select
    course_id,
    user_id,
    video_name,
    sum(transcript_shown) as transcript_shown,
    sum(transcript_hidden) as transcript_hidden,
    sum(captions_shown) as captions_shown,
    sum(captions_hidden) as captions_hidden,
    sum(menu_opened) as menu_opened,
    sum(downloaded) as downloaded
  from facts_transcripts
  where date >= $from
    and date < $to
  group by course_id, user_id, video_name
),
watched as (
  select course_id, user_id, video_block_name(encoded_module_id) as video_name
  from run_video_learners
),
viewer as (
  select course_id, user_id, video_name, 1 as has_watched
  from watched
  group by course_id, user_id, video_name
  -- A condition on the name itself would have it worked out twice.
  having count(video_name) > 0
)
select
  coalesce(used.course_id, viewer.course_id) as course_id,
  coalesce(used.video_name, viewer.video_name) as video_name,
  coalesce(used.user_id, viewer.user_id) as user_id,
  coalesce(viewer.has_watched, 0) as has_watched,
  coalesce(used.transcript_shown, 0) as transcript_shown,
  coalesce(used.transcript_hidden, 0) as transcript_hidden,
  coalesce(used.captions_shown, 0) as captions_shown,
  coalesce(used.captions_hidden, 0) as captions_hidden,
  coalesce(used.menu_opened, 0) as menu_opened,
  coalesce(used.downloaded, 0) as downloaded
from used
full join viewer
  on viewer.course_id = used.course_id
  and viewer.user_id = used.user_id
  and viewer.video_name = used.video_name

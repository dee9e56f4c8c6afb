-- Question: how many people used the transcript and the captions of a video?
-- Grain: one video that anybody watched, or whose transcript or captions anybody used.
-- Rules: OV-23.
with
one_row_per_video as (
  select
    course_id,
    video_name,
    sum(has_watched) as learners,
    sum(case when transcript_shown > 0 then 1 else 0 end) as transcript_shown,
    sum(case when transcript_hidden > 0 then 1 else 0 end) as transcript_hidden,
    sum(case when captions_shown > 0 then 1 else 0 end) as captions_shown,
    sum(case when captions_hidden > 0 then 1 else 0 end) as captions_hidden,
    sum(case when menu_opened > 0 then 1 else 0 end) as menu_opened,
    sum(case when downloaded > 0 then 1 else 0 end) as downloaded
  from run_transcripts
  group by course_id, video_name
),
block as (
  select
    course_id,
    -- Players tell the html form of old keys, in which the dots of a name are underscores.
    case when starts_with(block_id, 'i4x://') then replace(block_name, '.', '_') else block_name end as video_name,
    display_name,
    section_name,
    subsection_name,
    sort_idx
  from run_course_outline
  where page_id is not null
    and block_type = 'video'
),
place as (
  select
    course_id,
    video_name,
    display_name,
    section_name,
    subsection_name,
    sort_idx,
    row_number() over (partition by course_id, video_name order by sort_idx) as nth
  from block
)
select
  video.course_id,
  video.video_name,
  place.display_name as video,
  place.section_name as section,
  place.subsection_name as subsection,
  row_number() over (
    partition by video.course_id
    order by place.sort_idx nulls last, video.video_name
  ) as number,
  video.learners,
  video.transcript_shown,
  video.transcript_hidden,
  video.captions_shown,
  video.captions_hidden,
  video.menu_opened,
  video.downloaded
from one_row_per_video as video
left join place
  on place.course_id = video.course_id
  and place.video_name = video.video_name
  and place.nth = 1

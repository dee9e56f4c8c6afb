-- Question: which block of the course is each video, and where does it stand?
-- Grain: one video of which there is an event, and a block that it is. A video that the course no longer has is none.
-- Rules: OV-16.
with
block as (
  select
    course_id,
    block_id,
    section_id,
    section_name,
    section_idx,
    subsection_id,
    -- Players tell the html form of old keys, in which the dots of a name are underscores.
    case when starts_with(block_id, 'i4x://') then replace(block_name, '.', '_') else block_name end as name
  from run_course_outline
  where page_id is not null
    and block_type = 'video'
)
select
  video.course_id,
  video.encoded_module_id,
  block.block_id,
  block.section_id,
  block.section_name,
  block.section_idx,
  block.subsection_id
from run_video_lengths as video
join block
  on block.course_id = video.course_id
  and block.name = video_block_name(video.encoded_module_id)

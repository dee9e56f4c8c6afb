-- Question: which problems and videos does a course have, where do they stand, and which assignment holds them?
-- Grain: one problem or video that stands on a page.
-- Rules: UI 4.1, UI D-20. An assignment is the first block on the way down that is graded and has a type; a problem belongs to it
-- only if it is graded itself.
with
leaf as (
  select outline.*, block.block_type as kind, coalesce(cast(block.graded as boolean), false) as is_graded
  from run_course_outline as outline
  join lms_course_blocks as block
    on block.course_id = outline.course_id
    and block.block_id = outline.block_id
  where outline.page_id is not null
    and block.block_type in ('problem', 'video')
),
typed_block as (
  select course_id, block_id, display_name, format
  from lms_course_blocks
  where coalesce(cast(graded as boolean), false)
    and trim(coalesce(format, '')) <> ''
)
select
  leaf.course_id,
  leaf.block_id,
  leaf.kind as block_type,
  leaf.display_name as name,
  leaf.sort_idx,
  leaf.section_id,
  leaf.section_name as section,
  leaf.subsection_id,
  leaf.subsection_name as subsection,
  page_block.display_name as page,
  case when leaf.is_graded then coalesce(section.block_id, subsection.block_id, page.block_id, own.block_id) end as assignment_id,
  case
    when leaf.is_graded then coalesce(section.display_name, subsection.display_name, page.display_name, own.display_name)
  end as assignment,
  case when leaf.is_graded then coalesce(section.format, subsection.format, page.format, own.format) end as assignment_type
from leaf
left join run_course_outline as page_block
  on page_block.course_id = leaf.course_id
  and page_block.block_id = leaf.page_id
left join typed_block as section
  on section.course_id = leaf.course_id
  and section.block_id = leaf.section_id
left join typed_block as subsection
  on subsection.course_id = leaf.course_id
  and subsection.block_id = leaf.subsection_id
left join typed_block as page
  on page.course_id = leaf.course_id
  and page.block_id = leaf.page_id
left join typed_block as own
  on own.course_id = leaf.course_id
  and own.block_id = leaf.block_id

-- Question: to which page of its course does each block belong?
-- Grain: one subsection, page or block below a page. Orphans belong to nothing.
-- Rules: OV-2. Blocks are numbered parents first (PF K2), so the page of a block is the last page numbered before it, unless
-- a block above pages was numbered in between.
with
block as (
  select course_id, block_id, display_name, is_root, parent_block_id, sort_idx
  from lms_course_blocks
  where not coalesce(cast(is_orphan as boolean), false)
    and course_id is not null
    and character_length(course_id) <= 255
    and character_length(block_id) <= 564
),
section as (
  select block.course_id, block.block_id, block.display_name, block.sort_idx
  from block
  join block as root
    on root.course_id = block.course_id
    and root.block_id = block.parent_block_id
  where cast(root.is_root as boolean)
),
subsection as (
  select
    block.course_id,
    block.block_id,
    block.display_name,
    block.sort_idx,
    section.block_id as section_id,
    section.display_name as section_name,
    section.sort_idx as section_idx
  from block
  join section
    on section.course_id = block.course_id
    and section.block_id = block.parent_block_id
),
page as (
  select
    block.course_id,
    block.block_id,
    block.display_name,
    block.sort_idx,
    subsection.block_id as subsection_id,
    row_number() over (partition by block.course_id, subsection.block_id order by block.sort_idx) as position
  from block
  join subsection
    on subsection.course_id = block.course_id
    and subsection.block_id = block.parent_block_id
),
one_row_per_block_with_what_came_before as (
  select
    block.course_id,
    block.block_id,
    block.display_name,
    block.sort_idx,
    max(page.sort_idx) over (
      partition by block.course_id order by block.sort_idx rows between unbounded preceding and current row
    ) as page_idx,
    max(case when page.block_id is null and (subsection.block_id is not null or section.block_id is not null) then block.sort_idx end)
      over (
        partition by block.course_id order by block.sort_idx rows between unbounded preceding and current row
      ) as higher_idx
  from block
  left join page on page.course_id = block.course_id and page.block_id = block.block_id
  left join subsection on subsection.course_id = block.course_id and subsection.block_id = block.block_id
  left join section on section.course_id = block.course_id and section.block_id = block.block_id
)
select
  block.course_id,
  block.block_id,
  block_type(block.block_id) as block_type,
  block_name(block.block_id) as block_name,
  block.display_name,
  block.sort_idx,
  subsection.section_id,
  subsection.section_name,
  subsection.section_idx,
  subsection.block_id as subsection_id,
  subsection.display_name as subsection_name,
  subsection.sort_idx as subsection_idx,
  page.block_id as page_id,
  case when page.block_id = block.block_id then page.position else 0 end as position
from one_row_per_block_with_what_came_before as block
join page
  on page.course_id = block.course_id
  and page.sort_idx = block.page_idx
join subsection
  on subsection.course_id = page.course_id
  and subsection.block_id = page.subsection_id
where block.page_idx > coalesce(block.higher_idx, -1)
union all
select
  course_id,
  block_id,
  block_type(block_id) as block_type,
  block_name(block_id) as block_name,
  display_name,
  sort_idx,
  section_id,
  section_name,
  section_idx,
  block_id as subsection_id,
  display_name as subsection_name,
  sort_idx as subsection_idx,
  null as page_id,
  cast(0 as bigint) as position
from subsection

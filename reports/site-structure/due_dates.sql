-- Question: which subsections of a course are due, and when?
-- Grain: one subsection that has a date.
-- Rules: UI 7.3. What stands in a subsection is due with it and says so again: the date is taken from the subsection alone.
select
  outline.course_id,
  outline.block_id,
  outline.display_name as name,
  block.due
from run_course_outline as outline
join lms_course_blocks as block
  on block.course_id = outline.course_id
  and block.block_id = outline.block_id
where outline.page_id is null
  and block.due is not null

-- Question: how many people visited none, some or all pages of a course, of its sections and subsections? One row per part,
-- in the order of the course, the course first.
-- Rules: OV-4.
select
  row_number() over (order by sort_idx, level) as number, section, subsection, pages, visited_none, visited_some, visited_all, visited_percent, level, block_id, created
from completion_levels
where course_id = :course_id
order by sort_idx, level

-- Question: how many people reached each section and subsection of a course, and for how many is it the furthest? One row per part,
-- in the order of the course, the course first.
-- Rules: OV-19.
select
  row_number() over (order by sort_idx, level) as number, section, subsection, reached, reach_percent, reached - furthest as went_further,
  furthest, may_go_on, stopped, stopped_percent, enrolled, level, block_id, created
from drop_off_levels
where course_id = :course_id
order by sort_idx, level

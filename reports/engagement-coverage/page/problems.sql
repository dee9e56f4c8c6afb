-- Question: how many people tried none, some or all problems of a course, of its sections and subsections? One row per part, in the
-- order of the course, the course first.
-- Rules: OV-17.
select
  row_number() over (order by sort_idx, level) as number, section, subsection, blocks as problems, used_none as tried_none,
  used_some as tried_some, used_all as tried_all, used_percent as tried_percent, level, block_id, created
from coverage_levels
where course_id = :course_id
  and block_type = 'problem'
order by sort_idx, level

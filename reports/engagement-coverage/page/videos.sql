-- Question: how many people watched something of none, some or all videos of a course, of its sections and subsections? One row per
-- part, in the order of the course, the course first.
-- Rules: OV-17.
select
  row_number() over (order by sort_idx, level) as number, section, subsection, blocks as videos, used_none as watched_none,
  used_some as watched_some, used_all as watched_all, used_percent as watched_percent, level, block_id, created
from coverage_levels
where course_id = :course_id
  and block_type = 'video'
order by sort_idx, level

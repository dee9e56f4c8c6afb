-- Question: how do the learners of a course score in its subsections? One row per subsection, in the order of the course.
-- Rules: OV-55.
select
  row_number() over (order by sort_idx) as number, section, subsection, learners, from_grades, mean_percent,
  scored_0, scored_to_30, scored_to_50, scored_to_70, scored_to_90, scored_above_90, block_id, created
from subsection_scores
where course_id = :course_id
order by sort_idx

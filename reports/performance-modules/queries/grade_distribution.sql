-- Question: how many learners reached how many points in a block? One row per grade.
-- Rules: API 2.2, API 6 (order). All courses; grades are cut to whole points on the wire.
select
  module_id, course_id, grade, max_grade, "count", created
from grade_distribution
where module_id = :problem_id
order by course_id, grade, max_grade, id

-- Question: how many learners of a course reached how many points in each block? One row per block and grade.
-- Rules: PF 10. Blocks without points possible are left out: they are no problems.
select
  module_id, grade, max_grade, grade / max_grade as share, "count" as learners, created
from grade_distribution
where course_id = :course_id
  and max_grade > 0
order by module_id, grade, max_grade

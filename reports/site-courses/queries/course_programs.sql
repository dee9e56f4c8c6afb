-- Question: which programs is a course part of? One row per course and program.
-- Rules: API 2.4 (programs).
select
  course_id, program_id
from course_program_metadata
where :course_ids_given = 0
  or course_id in (:course_ids)
order by course_id, id

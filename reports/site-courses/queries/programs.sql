-- Question: which programs are there, and which courses are part of them? One row per program and course.
-- Rules: API 2.5.
select
  program_id, program_type, program_title, course_id, created
from course_program_metadata
where :program_ids_given = 0
  or program_id in (:program_ids)
order by program_id, id

-- Question: which programs does a course run belong to?
-- Grain: one course run and program.
-- Rules: EN 3.12; a program without id or kind, or with one that is too long, is left out.
select
  course_id,
  program_id,
  program_type,
  program_title
from lms_course_run_programs
where course_id is not null
  and character_length(course_id) <= 255
  and program_id is not null
  and character_length(program_id) <= 36
  and program_type is not null
  and character_length(program_type) <= 32
  and coalesce(character_length(program_title), 0) <= 255

-- Question: which programs does a course run belong to?
-- Grain: one course run and program.
-- Rules: EN 3.12.
select
  course_id,
  program_id,
  program_type,
  program_title
from lms_course_run_programs

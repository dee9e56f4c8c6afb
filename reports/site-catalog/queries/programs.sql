-- Question: which course runs belong to each program, in order? One row per program and run.
-- Rules: EX 12.
select
  program_id, program_type, program_title, catalog_course, catalog_course_title, course_id, org_id, partner_short_code,
  program_slot_number
from program_course
order by program_id, program_slot_number, course_id

-- Question: which course runs belong to each program, and in which place?
-- Grain: one course run of a program.
-- Rules: EX 12: the place is that of the course in the program; a course that the program does not list has none.
select
  program.program_id,
  program.program_type,
  program.program_title,
  run.catalog_course,
  run.catalog_course_title,
  run.course_id,
  course_key_org(run.course_id) as org_id,
  run.partner_short_code,
  place.program_slot_number
from lms_course_run_programs as program
join lms_course_runs as run
  on run.course_id = program.course_id
left join lms_program_courses as place
  on place.program_id = program.program_id
  and place.catalog_course = run.catalog_course
where character_length(run.course_id) <= 255
  and run.catalog_course is not null
  and program.program_id is not null
  and program.program_type is not null

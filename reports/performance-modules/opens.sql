-- Question: how many learners opened each subsection?
-- Grain: one subsection that anybody opened.
-- Rules: PF 10.
select
  module_id,
  course_id,
  count(*) as count
from lms_courseware_studentmodule
where module_type = 'sequential'
  and module_id is not null
  and course_id is not null
  and character_length(module_id) <= 255
  and character_length(course_id) <= 255
group by module_id, course_id

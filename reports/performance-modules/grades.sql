-- Question: how many learners reached how many points in each block?
-- Grain: one block and grade.
-- Rules: PF 10: any type of block; no grade, no row; points possible that are not known are a group of their own.
select
  module_id,
  course_id,
  grade,
  max_grade,
  count(*) as count
from lms_courseware_studentmodule
where grade is not null
  and module_id is not null
  and course_id is not null
  and character_length(module_id) <= 255
  and character_length(course_id) <= 255
group by module_id, course_id, grade, max_grade

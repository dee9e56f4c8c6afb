-- Question: how many learners of a course reached how many points in each block? One row per block and grade, in the order of the
-- course.
-- Rules: PF 10. Blocks without points possible are left out: they are no problems.
select
  grades.module_id, names.name as block, names.course_path as place, grades.grade, grades.max_grade,
  grades.grade / grades.max_grade as share, grades."count" as learners, grades.created
from grade_distribution grades
join course_module_names names
  on names.course_id = grades.course_id
  and names.module_id = grades.module_id
where grades.course_id = :course_id
  and grades.max_grade > 0
order by names.place, grades.grade, grades.max_grade

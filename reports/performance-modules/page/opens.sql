-- Question: how many learners of a course opened each subsection? One row per subsection, in the order of the course.
-- Rules: PF 10.
select
  opens.module_id, names.name as block, names.course_path as place, opens."count" as learners, opens.created
from sequential_open_distribution opens
join course_module_names names
  on names.course_id = opens.course_id
  and names.module_id = opens.module_id
where opens.course_id = :course_id
order by names.place

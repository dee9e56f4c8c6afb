-- Question: which problems and videos does a course have, and where do they stand? One row each, in the order of the course.
-- Rules: UI 4.1.
select
  course_id,
  block_id,
  block_type,
  name,
  section_id,
  section,
  subsection_id,
  subsection,
  page,
  assignment_id,
  assignment,
  assignment_type,
  created
from course_contents
where course_id = :course_id
order by sort_idx, block_id

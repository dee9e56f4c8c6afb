-- Question: which subsections of a course are due, and when? One row each, in the order of time.
-- Rules: UI 7.3.
select
  course_id,
  block_id,
  name,
  due,
  created
from course_due_dates
where course_id = :course_id
order by due, name, block_id

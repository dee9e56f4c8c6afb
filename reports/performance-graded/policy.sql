-- Question: which types of assignments does a course have, and how much does each weigh?
-- Grain: one type of one course.
-- Rules: UI 4.2.
select course_id, position, assignment_type, weight
from lms_grading_policies
where course_id is not null
  and assignment_type is not null
  and weight is not null

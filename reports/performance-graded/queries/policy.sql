-- Question: which types of assignments does a course have, and how much does each weigh? One row per type.
-- Rules: UI 4.2.
select course_id, assignment_type, weight, created
from grading_policy
where course_id = :course_id
order by position

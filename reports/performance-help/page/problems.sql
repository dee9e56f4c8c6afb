-- Question: how many learners tried each problem of a course, looked at hints, and were shown the answer? One row per problem, in the
-- order of the course.
-- Rules: OV-21.
select
  number, coalesce(problem, problem_id) as problem, section, subsection, learners, hint_learners, hints, feedback_learners, feedbacks,
  answer_learners, answer_before_right, answer_before_right_percent, answer_never_right, problem_id, created
from problem_help
where course_id = :course_id
order by number

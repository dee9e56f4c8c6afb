-- Question: how many learners were right at their first try, and how many tries did each problem of a course take? One row per
-- problem, in the order of the course.
-- Rules: OV-6.
select
  number, coalesce(problem, problem_id) as problem, section, subsection, learners, first_try_right, first_try_percent,
  ever_right, right_percent, tries, right_tries, mean_tries, mean_right_tries, mean_wrong_tries, mean_tries_until_right, problem_id, created
from problem_first_try
where course_id = :course_id
order by number

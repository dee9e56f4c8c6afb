-- Question: over all problems of a course, how often were learners right at their first try? One row.
-- Rules: OV-6.
select
  problems, learners, tried, first_try_right, first_try_percent, ever_right, tries, mean_tries, created
from course_first_try
where course_id = :course_id

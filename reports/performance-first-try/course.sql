-- Question: over all problems of a course, how often were learners right at their first try?
-- Grain: one course with a tried problem.
-- Rules: OV-6.
select
  course_id,
  count(distinct problem_id) as problems,
  count(distinct user_id) as learners,
  count(*) as tried,
  sum(first_is_right) as first_try_right,
  count(tries_until_right) as ever_right,
  sum(tries) as tries,
  100.0 * cast(sum(first_is_right) as double) / cast(count(*) as double) as first_try_percent,
  cast(sum(tries) as double) / cast(count(*) as double) as mean_tries
from run_problem_tries
group by course_id

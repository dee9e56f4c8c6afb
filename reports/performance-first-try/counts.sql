-- Question: how many tries did learners make at a problem?
-- Grain: one problem and number of tries; ten stands for ten and more.
-- Rules: OV-6.
select
  course_id,
  problem_id,
  least(tries, 10) as tries,
  count(*) as learners,
  count(tries_until_right) as right_learners
from run_problem_tries
group by course_id, problem_id, least(tries, 10)

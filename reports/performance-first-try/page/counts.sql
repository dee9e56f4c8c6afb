-- Question: how many tries did learners make at each problem of a course? One row per problem and number of tries.
-- Rules: OV-6.
select
  problem_id, tries, learners, right_learners, created
from problem_try_counts
where course_id = :course_id
order by problem_id, tries

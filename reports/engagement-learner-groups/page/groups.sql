-- Question: how many people of a course have passed, are active, are at risk, or neither? One row per group.
-- Rules: OV-7.
select number, learner_group, learners, percent, created
from learner_groups
where course_id = :course_id
order by number

-- Question: how many people of a course have passed, are active, are at risk, or neither? One row per group.
-- Rules: OV-7.
select
  number,
  case learner_group
    when 'active' then 'Active'
    when 'at_risk' then 'At risk'
    when 'passed' then 'Passed'
    else 'Other'
  end as "group",
  learners, percent, learner_group, created
from learner_groups
where course_id = :course_id
order by number

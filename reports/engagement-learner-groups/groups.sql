-- Question: how many people of a course have passed, are active, are at risk, or neither?
-- Grain: one course and group; groups without anybody, too.
-- Rules: OV-7.
with
every_group as (
  select
    course_id,
    count(*) as enrolled,
    unnest(make_array('active', 'at_risk', 'passed', 'other')) as learner_group
  from run_learner_state
  group by course_id
),
counted as (
  select course_id, learner_group, count(*) as learners
  from run_learner_state
  group by course_id, learner_group
)
select
  every_group.course_id,
  every_group.learner_group,
  case every_group.learner_group when 'active' then 1 when 'at_risk' then 2 when 'passed' then 3 else 4 end as number,
  coalesce(counted.learners, 0) as learners,
  100.0 * cast(coalesce(counted.learners, 0) as double) / cast(every_group.enrolled as double) as percent
from every_group
left join counted
  on counted.course_id = every_group.course_id
  and counted.learner_group = every_group.learner_group

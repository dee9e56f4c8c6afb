-- Question: by what can the people of a course be looked for, and how many are there of each? One row per kind and value.
-- Rules: API 2.8.
select 'enrollment_mode' as facet, enrollment_mode as facet_value, count(*) as learners
from learner_roster
where course_id = :course_id
group by enrollment_mode
union all
select 'cohort' as facet, cohort as facet_value, count(*) as learners
from learner_roster
where course_id = :course_id and cohort is not null
group by cohort
union all
select 'segment' as facet, 'highly_engaged' as facet_value, coalesce(sum(is_highly_engaged), 0) as learners
from learner_roster where course_id = :course_id
union all
select 'segment' as facet, 'disengaging' as facet_value, coalesce(sum(is_disengaging), 0) as learners
from learner_roster where course_id = :course_id
union all
select 'segment' as facet, 'struggling' as facet_value, coalesce(sum(is_struggling), 0) as learners
from learner_roster where course_id = :course_id
union all
select 'segment' as facet, 'inactive' as facet_value, coalesce(sum(is_inactive), 0) as learners
from learner_roster where course_id = :course_id
union all
select 'segment' as facet, 'unenrolled' as facet_value, coalesce(sum(is_unenrolled), 0) as learners
from learner_roster where course_id = :course_id

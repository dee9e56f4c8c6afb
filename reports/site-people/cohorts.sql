-- Question: which cohorts does a course have?
-- Grain: one cohort of one course.
select course_id, cohort, count(*) as members
from run_cohort_members
group by course_id, cohort

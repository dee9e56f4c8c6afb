-- Question: which cohorts does a course have?
-- Grain: one cohort of one course.
-- Rules: OV-72. Members as there: of several cohorts of a person the first by name.
select course_id, cohort, count(*) as members
from run_cohort_members
group by course_id, cohort

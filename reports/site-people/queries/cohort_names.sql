-- Question: which cohorts does a course have? One row per cohort, by name.
-- Rules: OV-70: what the filter by cohort offers.
select course_id, cohort as value, created
from course_cohorts
where course_id = :course_id
order by cohort

-- Which cohorts does a course have? One row per cohort, by name.
select course_id, cohort as value, created
from course_cohorts
where course_id = :course_id
order by cohort

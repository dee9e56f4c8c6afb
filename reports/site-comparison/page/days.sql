-- Question: how did the runs of a course go, day by day since their start? One row per run and day.
-- Rules: OV-14.
select
  day_number, course_id, "date", enrolled, ever_enrolled, active, ever_active, created
from course_run_days
where catalog_course = (select catalog_course from course_run_comparison where course_id = :course_id)
order by day_number, course_id

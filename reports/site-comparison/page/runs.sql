-- Question: how do the runs of the course compare that this one is a run of? One row per run, the newest first.
-- Rules: OV-15. `runs` says how many there are, seen or not.
select
  runs, number, course_id, title, day_zero, counted_from, day_number, enrolled, ever_enrolled, ever_active, active_last_week,
  visited_percent, passing, passing_percent, mean_grade_percent, same_day_number, same_day_enrolled, same_day_ever_enrolled,
  same_day_ever_active, created
from course_run_comparison
where catalog_course = (select catalog_course from course_run_comparison where course_id = :course_id)
order by number

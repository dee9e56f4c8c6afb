-- Question: how many learners of a course had a grade at the end of each week, which one in the mean, and how many had passed? One row
-- per complete week. A week counts if its last day is among the days asked for.
-- Rules: OV-57.
select
  week_ending, learners, graded, mean_grade, passed, newly_passed, not_passed, in_progress, week_start, created
from grade_history
where course_id = :course_id
  and (:start_date_given = 0 or week_ending >= :start_date)
  and (:end_date_given = 0 or week_ending < :end_date)
order by week_ending

-- Question: how many people did what in a course, in all weeks there are? One row per week and kind of activity.
-- Rules: API 2.1. The newest week of the kind asked for is taken by the handler.
select
  interval_start, interval_end, course_id, label, "count"
from course_activity
where course_id = :course_id
order by interval_end, id

-- Question: how many people did what in a course, by week? One row per week and kind of activity. A week counts if its
-- last day is among the days asked for.
-- Rules: UI 2.10.
select
  interval_start, interval_end, label, "count", created
from course_activity
where course_id = :course_id
  and (:start_date_given = 0 or interval_end > :start_time)
  and (:end_date_given = 0 or interval_end <= :end_time)
order by interval_end, label

-- Question: how many people did what in a course, by week? One row per week and kind of activity.
-- Rules: API 2.1. Without a date only the latest week of the course. A week that ends at the end date is left out.
select
  interval_start, interval_end, course_id, label, "count", created
from course_activity
where course_id = :course_id
  and (:start_date_given = 0 or interval_start >= :start_time)
  and (:end_date_given = 0 or interval_end < :end_time)
  and (
    :start_date_given = 1
    or :end_date_given = 1
    or interval_end = (select max(interval_end) from course_activity where course_id = :course_id)
  )
order by interval_start, interval_end, label, id

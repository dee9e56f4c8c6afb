-- Question: how many people are enrolled in a course, by day and track? One row per day and track, each track by its own
-- name, also those that clients of the data API only get in the totals.
-- Rules: UI 2.8, UI D-5.
select
  "date", mode, "count", cumulative_count, created
from course_enrollment_mode_daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
order by "date", mode

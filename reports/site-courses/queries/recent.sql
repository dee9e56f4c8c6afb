-- Question: how many people were enrolled on a given day? One row per course.
-- Rules: API 2.4 (recent_count_change).
select
  course_id, "count"
from course_enrollment_daily
where "date" = :recent_date
  and (:course_ids_given = 0 or course_id in (:course_ids))
order by course_id

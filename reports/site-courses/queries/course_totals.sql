-- Question: how many people are enrolled in all courses, or the named ones? One row per course and track.
-- Rules: API 2.7. Added up by the handler, once it is known which courses the reader may see.
select
  course_id, enrollment_mode, "count", cumulative_count, count_change_7_days
from course_meta_summary_enrollment
where :course_ids_given = 0
  or course_id in (:course_ids)
order by course_id, id

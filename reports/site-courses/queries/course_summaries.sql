-- Question: what is known about each course and its enrollment? One row per course and track.
-- Rules: API 2.4.
select
  course_id, catalog_course_title, catalog_course, start_time, end_time, pacing_type, availability, enrollment_mode,
  "count", cumulative_count, count_change_7_days, passing_users, created
from course_meta_summary_enrollment
where :course_ids_given = 0
  or course_id in (:course_ids)
order by course_id, id

-- Question: what does the catalog say of each course run? One row per run.
-- Rules: EX 12.
select
  course_id, catalog_course, catalog_course_title, start_time, end_time, enrollment_start_time, enrollment_end_time,
  content_language, pacing_type, level_type, availability, org_id, partner_short_code, marketing_url, min_effort, max_effort,
  weeks_to_complete, announcement_time, reporting_type
from course_catalog
order by course_id

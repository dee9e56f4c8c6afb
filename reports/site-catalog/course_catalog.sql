-- Question: what does the catalog say of each course run?
-- Grain: one course run.
-- Rules: EX 12; a run whose key or course fits no column is left out.
select
  course_id,
  catalog_course,
  catalog_course_title,
  start_time,
  end_time,
  enrollment_start as enrollment_start_time,
  enrollment_end as enrollment_end_time,
  content_language,
  pacing_type,
  level_type,
  availability,
  course_key_org(course_id) as org_id,
  partner_short_code,
  marketing_url,
  min_effort,
  max_effort,
  weeks_to_complete,
  announcement as announcement_time,
  reporting_type
from lms_course_runs
where character_length(course_id) <= 255
  and catalog_course is not null
  and character_length(catalog_course) <= 255

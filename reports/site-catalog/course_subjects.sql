-- Question: which subjects does each course run belong to?
-- Grain: one course run and subject.
-- Rules: EX 12.
select
  course_id,
  $import_date as date,
  '/course/subject/' || subject_slug as subject_uri,
  subject_title,
  'en' as subject_language
from lms_course_run_subjects
where character_length(course_id) <= 200
  and subject_slug is not null

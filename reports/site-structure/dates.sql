-- Question: when does each course begin and end?
-- Grain: one course of the catalog or of the LMS.
-- Rules: OV-51: what the catalog does not say, the course list of the LMS does.
with
one_row_per_course_of_the_catalog as (
  select course_id, min(start_time) as starts, max(end_time) as ends
  from lms_course_runs
  where course_id is not null
  group by course_id
),
one_row_per_course_of_the_lms as (
  select course_id, min(start_date) as starts, max(end_date) as ends
  from lms_course_list
  where course_id is not null
  group by course_id
)
select
  coalesce(catalog.course_id, lms.course_id) as course_id,
  coalesce(catalog.starts, lms.starts) as starts,
  coalesce(catalog.ends, lms.ends) as ends
from one_row_per_course_of_the_catalog as catalog
full join one_row_per_course_of_the_lms as lms
  on lms.course_id = catalog.course_id

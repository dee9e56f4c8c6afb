-- Question: which course runs are runs of one course, and from which day are they compared?
-- Grain: one course run with any enrollment event.
-- Rules: OV-13.
with
one_row_per_run as (
  select course_id, min(date) as first_enrollment
  from course_enrollment_daily
  group by course_id
),
catalog as (
  select
    course_id,
    min(catalog_course) as catalog_course,
    min(catalog_course_title) as title
  from lms_course_runs
  group by course_id
),
listed as (
  select course_id, min(name) as title
  from lms_course_list
  group by course_id
),
built as (
  select course_id, min(display_name) as title
  from lms_course_blocks
  where cast(is_root as boolean)
  group by course_id
)
select
  run.course_id,
  substr(coalesce(catalog.catalog_course, course_key_catalog(run.course_id), run.course_id), 1, 255) as catalog_course,
  substr(coalesce(catalog.title, listed.title, built.title), 1, 255) as title,
  coalesce(cast(dates.starts as date), run.first_enrollment) as day_zero,
  case when dates.starts is null then 'first enrollment' else 'start' end as counted_from
from one_row_per_run as run
left join run_course_dates as dates
  on dates.course_id = run.course_id
left join catalog
  on catalog.course_id = run.course_id
left join listed
  on listed.course_id = run.course_id
left join built
  on built.course_id = run.course_id

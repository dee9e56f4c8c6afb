-- Question: how large is each course, and how did it change in the last seven days?
-- Grain: one course and track with anybody in it on the last complete day.
-- Rules: EN 3.11: a track that had people a week ago and has none now is not listed. A run that the catalog names twice
-- counts once.
with
last_day as (
  select course_id, mode, count, cumulative_count
  from course_enrollment_mode_daily
  where date = date_sub_days($to, 1)
),
week_before as (
  select course_id, mode, count
  from course_enrollment_mode_daily
  where date = date_sub_days($to, 8)
),
one_row_per_catalog_entry as (
  select
    course_id,
    catalog_course_title,
    catalog_course,
    start_time,
    end_time,
    pacing_type,
    availability,
    row_number() over (
      partition by course_id
      order by catalog_course, catalog_course_title, start_time, end_time, pacing_type, availability
    ) as place
  from lms_course_runs
),
one_row_per_run as (
  select
    course_id,
    catalog_course_title,
    catalog_course,
    start_time,
    end_time,
    pacing_type,
    availability
  from one_row_per_catalog_entry
  where place = 1
)
select
  last_day.course_id,
  run.catalog_course_title,
  run.catalog_course,
  run.start_time,
  run.end_time,
  run.pacing_type,
  run.availability,
  last_day.mode as enrollment_mode,
  last_day.count,
  last_day.count - coalesce(week_before.count, 0) as count_change_7_days,
  last_day.cumulative_count,
  grade.passing_users
from last_day
left join week_before
  on week_before.course_id = last_day.course_id
  and week_before.mode = last_day.mode
left join one_row_per_run as run
  on run.course_id = last_day.course_id
left join course_grade_by_mode as grade
  on grade.course_id = last_day.course_id
  and grade.mode = last_day.mode

-- Question: how do the runs of a course compare, today and at the same age?
-- Grain: one course run with any enrollment event.
-- Rules: OV-15. The age at which runs are compared is that of the youngest run that has begun.
with
last_day as (
  select course_id, day_number, enrolled, ever_enrolled, ever_active
  from course_run_days
  where date = date_sub_days($to, 1)
),
active_lately as (
  select course_id, count(distinct user_id) as active
  from facts_activity
  where day >= date_sub_days($to, 7)
    and day < $to
    and day >= $from
    and done > 0
  group by course_id
),
age as (
  select run.catalog_course, count(*) as runs, min(case when last_day.day_number >= 0 then last_day.day_number end) as day_number
  from run_course_runs as run
  join last_day
    on last_day.course_id = run.course_id
  group by run.catalog_course
),
at_that_age as (
  select day.course_id, day.enrolled, day.ever_enrolled, day.active, day.ever_active
  from course_run_days as day
  join age
    on age.catalog_course = day.catalog_course
    and age.day_number = day.day_number
),
completion as (
  select course_id, visited_percent
  from completion_levels
  where level = 'course'
),
passing as (
  select course_id, sum(passing_users) as passing
  from course_grade_by_mode
  group by course_id
),
grade as (
  select
    course_id,
    cast(sum(grade_percent) as double) / cast(count(*) as double) as mean_grade_percent
  from run_grades
  where grade_percent is not null
  group by course_id
)
select
  run.catalog_course,
  run.course_id,
  run.title,
  row_number() over (partition by run.catalog_course order by run.day_zero desc, run.course_id) as number,
  age.runs,
  run.day_zero,
  run.counted_from,
  last_day.day_number,
  last_day.enrolled,
  last_day.ever_enrolled,
  last_day.ever_active,
  coalesce(active_lately.active, 0) as active_last_week,
  completion.visited_percent,
  passing.passing,
  case
    when last_day.ever_enrolled > 0 then 100.0 * cast(passing.passing as double) / cast(last_day.ever_enrolled as double)
  end as passing_percent,
  grade.mean_grade_percent,
  age.day_number as same_day_number,
  at_that_age.enrolled as same_day_enrolled,
  at_that_age.ever_enrolled as same_day_ever_enrolled,
  at_that_age.ever_active as same_day_ever_active
from run_course_runs as run
join last_day
  on last_day.course_id = run.course_id
join age
  on age.catalog_course = run.catalog_course
left join active_lately
  on active_lately.course_id = run.course_id
left join at_that_age
  on at_that_age.course_id = run.course_id
left join completion
  on completion.course_id = run.course_id
left join passing
  on passing.course_id = run.course_id
left join grade
  on grade.course_id = run.course_id

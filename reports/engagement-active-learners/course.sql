-- Question: how many different people were active in a course in each day, week and month?
-- Grain: one course and day, complete week or complete month in which somebody was active.
-- Rules: OV-60 (who is active, EN 4.2), OV-61 (weeks from Monday, months of the calendar; incomplete ones have no row).
with
one_row_per_person_and_day as (
  select distinct course_id, user_id, day
  from facts_activity
  where day >= $from
    and day < $to
),
one_row_per_person_and_week as (
  select distinct course_id, user_id, iso_week_start(day) as week
  from one_row_per_person_and_day
  where day < iso_week_start($to)
    and iso_week_start(day) >= $from
),
one_row_per_person_and_month as (
  select distinct course_id, user_id, cast(date_trunc('month', day) as date) as month
  from one_row_per_person_and_day
  where day < cast(date_trunc('month', $to) as date)
    and cast(date_trunc('month', day) as date) >= $from
)
select course_id, 'day' as period, day as start, date_sub_days(day, -1) as until, count(*) as learners
from one_row_per_person_and_day
group by course_id, day
union all
select course_id, 'week' as period, week as start, date_sub_days(week, -7) as until, count(*) as learners
from one_row_per_person_and_week
group by course_id, week
union all
select
  course_id,
  'month' as period,
  month as start,
  cast(date_trunc('month', date_sub_days(month, -31)) as date) as until,
  count(*) as learners
from one_row_per_person_and_month
group by course_id, month

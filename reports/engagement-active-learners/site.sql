-- Question: how many different people were active on the site in each day, week and month, and in how many courses?
-- Grain: one day, complete week or complete month in which somebody was active.
-- Rules: OV-60, OV-61, OV-62: who was active in several courses counts once.
with
one_row_per_person_and_day as (
  select distinct course_id, user_id, day
  from facts_activity
  where day >= $from
    and day < $to
),
one_row_per_period as (
  select 'day' as period, day as start, date_sub_days(day, -1) as until, course_id, user_id
  from one_row_per_person_and_day
  union all
  select 'week' as period, iso_week_start(day) as start, iso_week_end(day) as until, course_id, user_id
  from one_row_per_person_and_day
  where day < iso_week_start($to)
    and iso_week_start(day) >= $from
  union all
  select
    'month' as period,
    cast(date_trunc('month', day) as date) as start,
    cast(date_trunc('month', date_sub_days(cast(date_trunc('month', day) as date), -31)) as date) as until,
    course_id,
    user_id
  from one_row_per_person_and_day
  where day < cast(date_trunc('month', $to) as date)
    and cast(date_trunc('month', day) as date) >= $from
),
people as (
  select period, start, until, count(*) as learners
  from (select distinct period, start, until, user_id from one_row_per_period)
  group by period, start, until
),
courses as (
  select period, start, count(*) as courses
  from (select distinct period, start, course_id from one_row_per_period)
  group by period, start
)
select
  people.period,
  people.start,
  people.until,
  people.learners,
  courses.courses
from people
join courses
  on courses.period = people.period
  and courses.start = people.start

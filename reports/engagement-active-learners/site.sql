-- Question: how many different people were active on the site in each day, week and month, and in how many courses?
-- Grain: one day, complete week or complete month in which somebody was active.
-- Rules: OV-60, OV-61, OV-62: who was active in several courses counts once; libraries of content are no courses.
with
one_row_per_activity as (
  select
    course_id,
    user_id,
    unnest(make_array(
      named_struct('period', 'day', 'start', day, 'until', date_sub_days(day, -1)),
      named_struct('period', 'week', 'start', iso_week_start(day), 'until', iso_week_end(day)),
      named_struct(
        'period', 'month',
        'start', cast(date_trunc('month', day) as date),
        'until', cast(date_trunc('month', date_sub_days(cast(date_trunc('month', day) as date), -31)) as date)
      )
    )) as span
  from facts_activity
  where day >= $from
    and day < $to
    and done > 0
),
one_row_per_period as (
  select span['period'] as period, span['start'] as start, span['until'] as until, course_id, user_id
  from one_row_per_activity
  where span['start'] >= $from
    and span['until'] <= $to
),
people as (
  select period, start, until, count(*) as learners
  from (select distinct period, start, until, user_id from one_row_per_period)
  group by period, start, until
),
courses as (
  select period, start, count(*) as courses
  from (
    select distinct period, start, course_id
    from one_row_per_period
    where not starts_with(course_id, 'library-v1:')
  )
  group by period, start
)
select
  people.period,
  people.start,
  people.until,
  people.learners,
  coalesce(courses.courses, 0) as courses
from people
left join courses
  on courses.period = people.period
  and courses.start = people.start

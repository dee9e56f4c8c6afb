-- Question: how many different people were active in a course in each day, week and month?
-- Grain: one course and day, complete week or complete month in which somebody was active.
-- Rules: OV-60 (who is active), OV-61 (weeks from Monday, months of the calendar; incomplete ones have no row).
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
one_row_per_person_and_period as (
  select distinct
    course_id,
    span['period'] as period,
    span['start'] as start,
    span['until'] as until,
    user_id
  from one_row_per_activity
  where span['start'] >= $from
    and span['until'] <= $to
)
select course_id, period, start, until, count(*) as learners
from one_row_per_person_and_period
group by course_id, period, start, until

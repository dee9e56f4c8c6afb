-- Question: which values of a metric are low, normal or high in a course in the last week?
-- Grain: one course, metric and range.
-- Rules: PF 8.4: an infinite bound is null.
select
  course_id,
  date_sub_days($to, 7) as start_date,
  $to as end_date,
  metric,
  range_type,
  case when low_value < cast('Infinity' as double) then low_value end as low_value,
  case when high_value < cast('Infinity' as double) then high_value end as high_value
from run_engagement_bounds

-- Question: which values of a metric are low, normal or high in a course in the last week?
-- Grain: one course, metric and range.
-- Rules: PF 8.4, the function `metric_ranges`. All who did anything in the week count, with their zeros; for attempts per problem
-- only those who tried one (G1). Bounds may be infinite.
with
one_row_per_value as (
  select
    course_id,
    unnest(make_array(
      named_struct('metric', 'problem_attempts', 'value', cast(problem_attempts as double)),
      named_struct('metric', 'problems_attempted', 'value', cast(problems_attempted as double)),
      named_struct('metric', 'problems_completed', 'value', cast(problems_completed as double)),
      named_struct(
        'metric', 'problem_attempts_per_completed',
        'value', case when problem_attempts = 0 then null else problem_attempts_per_completed end
      ),
      named_struct('metric', 'videos_viewed', 'value', cast(videos_viewed as double)),
      named_struct('metric', 'discussion_contributions', 'value', cast(discussion_contributions as double))
    )) as value
  from run_engagement_weeks
  where days_active > 0
),
one_row_per_metric as (
  select
    course_id,
    value['metric'] as metric,
    metric_ranges(value['value'], $low_percentile, $high_percentile, $compat_segments) as ranges
  from one_row_per_value
  group by course_id, value['metric']
),
one_row_per_range as (
  select
    course_id,
    metric,
    unnest(ranges) as bounds
  from one_row_per_metric
)
select
  course_id,
  metric,
  bounds['range_type'] as range_type,
  bounds['low_value'] as low_value,
  bounds['high_value'] as high_value
from one_row_per_range

-- Question: which learners stand out by what they did in the last week?
-- Grain: one learner, course and segment.
-- Rules: PF 8.5: whoever is in the high range of a metric. Attempts per problem say nothing of who tried none: the old pipeline took
-- them for struggling (`compat.segments`). `reason` names the metrics.
with
one_row_per_value as (
  select
    course_id,
    username,
    unnest(make_array(
      named_struct('metric', 'problems_attempted', 'value', cast(problems_attempted as double)),
      named_struct('metric', 'problems_completed', 'value', cast(problems_completed as double)),
      named_struct(
        'metric', 'problem_attempts_per_completed',
        'value', case when problem_attempts > 0 or $compat_segments then problem_attempts_per_completed end
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
    username,
    value['metric'] as metric,
    value['value'] as value
  from one_row_per_value
  where value['value'] is not null
),
one_row_per_high_value as (
  select
    learner.course_id,
    learner.username,
    learner.metric,
    case when learner.metric = 'problem_attempts_per_completed' then 'struggling' else 'highly_engaged' end as segment
  from one_row_per_metric as learner
  inner join run_engagement_bounds as bounds
    on bounds.course_id = learner.course_id
    and bounds.metric = learner.metric
  where bounds.range_type = 'high'
    and learner.value >= bounds.low_value
    and (
      learner.value < bounds.high_value
      or (learner.value = bounds.high_value and bounds.high_value = cast('Infinity' as double))
    )
)
select
  course_id,
  username,
  segment,
  date_sub_days($to, 7) as start_date,
  $to as end_date,
  string_agg(metric, ',' order by metric) as reason
from one_row_per_high_value
group by course_id, username, segment

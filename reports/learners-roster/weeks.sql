-- Question: what did a learner do in a course in the last week, and in the week before?
-- Grain: one learner and course with anything done in these two weeks.
-- Rules: PF 8.3: weeks are the seven days before the end of the run, not ISO weeks. Nobody who did nothing in a week has numbers of it.
-- Attempts per problem completed are infinite when none was. With an own name for people without one they are no learner here, unless
-- `compat.anonymous` is on (PF E3). The old pipeline kept the attempts per problem as a text of twelve digits (`compat.segments`).
with
in_two_weeks as (
  select
    course_id,
    username,
    day,
    day >= date_sub_days($to, 7) as is_last_week,
    event,
    entity_id,
    count
  from facts_module_engagement
  where day >= date_sub_days($to, 14)
    and day < $to
    and ($compat_anonymous or $store_anonymous_username = '' or username <> $store_anonymous_username)
),
-- Counted in two steps, so that no list of different things is kept for each learner.
one_row_per_item as (
  select
    course_id,
    username,
    is_last_week,
    event,
    entity_id,
    sum(count) as count
  from in_two_weeks
  group by course_id, username, is_last_week, event, entity_id
),
one_row_per_active_day as (
  select distinct
    course_id,
    username,
    is_last_week,
    'day' as event,
    day
  from in_two_weeks
),
one_row_per_item_or_day as (
  select course_id, username, is_last_week, event, count from one_row_per_item
  union all
  select course_id, username, is_last_week, event, 1 as count from one_row_per_active_day
),
one_row_per_learner as (
  select
    course_id,
    username,
    coalesce(sum(count) filter (where is_last_week and event = 'attempted'), 0) as problem_attempts,
    count(*) filter (where is_last_week and event = 'attempted') as problems_attempted,
    count(*) filter (where is_last_week and event = 'completed') as problems_completed,
    count(*) filter (where is_last_week and event = 'viewed') as videos_viewed,
    coalesce(sum(count) filter (where is_last_week and event = 'contributed'), 0) as discussion_contributions,
    count(*) filter (where is_last_week and event = 'day') as days_active,
    count(*) filter (where not is_last_week and event = 'day') as days_active_before
  from one_row_per_item_or_day
  group by course_id, username
)
select
  course_id,
  username,
  date_sub_days($to, 7) as start_date,
  $to as end_date,
  problem_attempts,
  problems_attempted,
  problems_completed,
  case
    when problems_completed = 0 then cast('Infinity' as double)
    when $compat_segments then twelve_digits(cast(problem_attempts as double) / cast(problems_completed as double))
    else cast(problem_attempts as double) / cast(problems_completed as double)
  end as problem_attempts_per_completed,
  videos_viewed,
  discussion_contributions,
  days_active,
  days_active_before
from one_row_per_learner

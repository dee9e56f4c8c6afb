-- Question: what did each learner do in each course, by day, by week, and in all the time asked for?
-- Grain: one learner, course, kind of period and period.
-- Rules: PF 9.2 (period keys), PF 9.3. Weeks end on the weekday of the last day, so the first one may be partial. Only active learners
-- have rows. A problem counts as correct where it was answered right inside of the period.
with
in_interval as (
  select *
  from facts_student_engagement
  where day >= case when $interval_days > 0 then greatest($from, date_sub_days($to, $interval_days)) else $from end
    and day < $to
),
one_row_per_period as (
  select
    course_id,
    username,
    day,
    kind,
    entity_id,
    count,
    is_correct,
    last_time,
    unnest(make_array(
      named_struct('interval_type', 'daily', 'end_date', day),
      named_struct(
        'interval_type', 'weekly',
        'end_date', date_sub_days(day, -((iso_weekday(date_sub_days($to, 1)) - iso_weekday(day) + 7) % 7))
      ),
      named_struct('interval_type', 'all', 'end_date', date_sub_days($to, 1))
    )) as period
  from in_interval
),
one_row_per_item as (
  select
    period['interval_type'] as interval_type,
    period['end_date'] as end_date,
    course_id,
    username,
    kind,
    entity_id,
    sum(count) as count,
    max(is_correct) as is_correct,
    max(last_time) as last_time
  from one_row_per_period
  group by period['interval_type'], period['end_date'], course_id, username, kind, entity_id
),
one_row_per_active_day as (
  select distinct
    period['interval_type'] as interval_type,
    period['end_date'] as end_date,
    course_id,
    username,
    'day' as kind,
    day
  from one_row_per_period
),
one_row_per_learner as (
  select
    interval_type, end_date, course_id, username, kind, entity_id, count, is_correct, last_time
  from one_row_per_item
  union all
  select
    interval_type, end_date, course_id, username, kind, '' as entity_id, 1 as count, 0 as is_correct, null as last_time
  from one_row_per_active_day
)
select
  interval_type,
  end_date,
  course_id,
  username,
  count(case when kind = 'day' then 1 end) as days_active,
  count(case when kind = 'problem' then 1 end) as problems_attempted,
  coalesce(sum(case when kind = 'problem' then count end), 0) as problem_attempts,
  count(case when kind = 'problem' and is_correct = 1 then 1 end) as problems_correct,
  count(case when kind = 'video' then 1 end) as videos_played,
  coalesce(sum(case when kind = 'post' then count end), 0) as forum_posts,
  coalesce(sum(case when kind = 'response' then count end), 0) as forum_responses,
  coalesce(sum(case when kind = 'comment' then count end), 0) as forum_comments,
  coalesce(sum(case when kind = 'upvote_given' then count end), 0) as forum_upvotes_given,
  coalesce(sum(case when kind = 'downvote_given' then count end), 0) as forum_downvotes_given,
  coalesce(sum(case when kind = 'upvote_received' then count end), 0) as forum_upvotes_received,
  coalesce(sum(case when kind = 'downvote_received' then count end), 0) as forum_downvotes_received,
  coalesce(sum(case when kind = 'page' then count end), 0) as textbook_pages_viewed,
  coalesce(
    first_value(case when kind = 'subsection' then entity_id end order by
      case when kind = 'subsection' then last_time end desc nulls last,
      case when kind = 'subsection' then entity_id end desc nulls last
    ),
    ''
  ) as last_subsection_viewed
from one_row_per_learner
group by interval_type, end_date, course_id, username

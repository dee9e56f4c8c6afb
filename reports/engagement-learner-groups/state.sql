-- Question: where does each enrolled person stand: passed, active, at risk, or neither?
-- Grain: one person enrolled in one course at the end of the last complete day.
-- Rules: OV-7, OV-50, OV-51. A visit is any activity (OV-60). The four weeks before `$to` are compared with the four before them.
with
enrolled as (
  select course_id, user_id, mode
  from run_enrollment_days
  where until is null
    and at_end = 1
),
active_day as (
  select course_id, user_id, day, sum(played_video + attempted_problem + posted_forum) as worked
  from facts_activity
  where day >= $from
    and day < $to
    and done > 0
  group by course_id, user_id, day
),
one_row_per_visitor as (
  select
    course_id,
    user_id,
    max(day) as last_visit,
    sum(case when day >= date_sub_days($to, 28) then 1 else 0 end) as days_lately,
    sum(case when day >= date_sub_days($to, 56) and day < date_sub_days($to, 28) then 1 else 0 end) as days_before,
    sum(worked) as worked
  from active_day
  group by course_id, user_id
),
went_into as (
  select course_id, user_id, count(*) as places
  from facts_places
  where date >= $from
    and date < $to
  group by course_id, user_id
),
one_row_per_tryer as (
  select
    course_id,
    user_id,
    sum(case when date >= date_sub_days($to, 28) then tries else 0 end) as tries_lately,
    sum(case when date >= date_sub_days($to, 28) then right_tries else 0 end) as right_lately,
    sum(case when date < date_sub_days($to, 28) then tries else 0 end) as tries_before,
    sum(case when date < date_sub_days($to, 28) then right_tries else 0 end) as right_before
  from facts_tries
  where date >= $from
    and date < $to
  group by course_id, user_id
),
one_row_per_learner as (
  select
    enrolled.course_id,
    enrolled.user_id,
    enrolled.mode,
    activity.last_visit,
    days_between(activity.last_visit, date_sub_days($to, 1)) as days_away,
    coalesce(activity.days_lately, 0) as days_lately,
    coalesce(activity.days_before, 0) as days_before,
    coalesce(activity.worked, 0) > 0 or coalesce(went_into.places, 0) > 0 as did_more,
    coalesce(answers.tries_lately, 0) as tries_lately,
    coalesce(answers.right_lately, 0) as right_lately,
    coalesce(answers.tries_before, 0) as tries_before,
    coalesce(answers.right_before, 0) as right_before,
    grade.grade_percent,
    coalesce(grade.has_passed, false) as has_passed,
    cast(dates.ends as date) as ends,
    coalesce(cast(dates.starts as date) < $to, true)
      and coalesce(cast(dates.ends as date) >= date_sub_days($to, 1), true) as is_running
  from enrolled
  left join one_row_per_visitor as activity
    on activity.course_id = enrolled.course_id
    and activity.user_id = enrolled.user_id
  left join went_into
    on went_into.course_id = enrolled.course_id
    and went_into.user_id = enrolled.user_id
  left join one_row_per_tryer as answers
    on answers.course_id = enrolled.course_id
    and answers.user_id = enrolled.user_id
  left join run_grades as grade
    on grade.course_id = enrolled.course_id
    and grade.user_id = enrolled.user_id
  left join run_course_dates as dates
    on dates.course_id = enrolled.course_id
)
select
  course_id,
  user_id,
  mode,
  case
    when has_passed then 'passed'
    when days_away < $away_days then 'active'
    when days_away >= $away_days and is_running and did_more then 'at_risk'
    else 'other'
  end as learner_group,
  last_visit,
  days_away,
  case when days_away >= 4 * $away_days then 3 when days_away >= 2 * $away_days then 2 else 1 end as away_points,
  days_lately,
  days_before,
  tries_lately,
  right_lately,
  tries_before,
  right_before,
  grade_percent,
  case when ends >= date_sub_days($to, 1) then days_between(date_sub_days($to, 1), ends) end as days_left
from one_row_per_learner

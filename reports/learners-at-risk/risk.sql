-- Question: who may be about to drop out, and what speaks for it?
-- Grain: one person at risk in one course.
-- Rules: OV-8: points for each reason. Reasons are codes, and the numbers behind them have columns: pages word them.
with
one_row_per_person as (
  select
    course_id,
    user_id,
    mode,
    last_visit,
    days_away,
    days_left,
    grade_percent,
    days_lately,
    days_before,
    tries_lately,
    right_lately,
    tries_before,
    right_before,
    away_points,
    case when days_left <= 7 then 2 when days_left <= 28 then 1 else 0 end as deadline_points,
    case when days_lately * 2 < days_before then 1 else 0 end as activity_points,
    case
      when tries_lately >= 3
        and tries_before >= 3
        and 5 * (right_before * tries_lately - right_lately * tries_before) >= tries_before * tries_lately
        then 1
      else 0
    end as trend_points,
    case
      when tries_lately + tries_before >= 5 and 2 * (right_lately + right_before) < tries_lately + tries_before then 1
      else 0
    end as answer_points,
    case when grade_percent < 50 then 1 else 0 end as grade_points
  from run_learner_state
  where learner_group = 'at_risk'
),
scored as (
  select
    *,
    away_points + deadline_points + activity_points + trend_points + answer_points + grade_points as score,
    concat_ws(
      ',',
      'away',
      case when deadline_points > 0 then 'deadline' end,
      case when activity_points > 0 then 'activity' end,
      case when trend_points > 0 then 'trend' end,
      case when answer_points > 0 then 'answers' end,
      case when grade_points > 0 then 'grade' end
    ) as reasons
  from one_row_per_person
),
account as (
  select id, max(username) as username, max(email) as email
  from lms_auth_user
  group by id
)
select
  scored.course_id,
  scored.user_id,
  substr(account.username, 1, 255) as username,
  substr(account.email, 1, 255) as email,
  scored.mode,
  row_number() over (
    partition by scored.course_id
    order by scored.score desc, scored.days_away, scored.user_id
  ) as number,
  scored.score,
  scored.last_visit,
  scored.days_away,
  scored.days_left,
  scored.days_lately,
  scored.days_before,
  scored.tries_lately,
  scored.right_lately,
  scored.tries_before,
  scored.right_before,
  scored.grade_percent,
  scored.reasons
from scored
left join account
  on account.id = scored.user_id

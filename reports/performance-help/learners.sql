-- Question: what help did a person get with a problem, and did the answer come before the first right try?
-- Grain: one person and problem with a try or with help.
-- Rules: OV-20, OV-21.
with
help as (
  select
    course_id,
    problem_id,
    user_id,
    sum(hints) as hints,
    sum(feedbacks) as feedbacks,
    min(answer_time) as answer_time
  from facts_problem_help
  where date >= $from
    and date < $to
  group by course_id, problem_id, user_id
)
select
  coalesce(help.course_id, attempt.course_id) as course_id,
  coalesce(help.problem_id, attempt.problem_id) as problem_id,
  coalesce(help.user_id, attempt.user_id) as user_id,
  case when attempt.tries > 0 then 1 else 0 end as has_tried,
  coalesce(help.hints, 0) as hints,
  coalesce(help.feedbacks, 0) as feedbacks,
  case when help.answer_time is not null then 1 else 0 end as saw_answer,
  case when help.answer_time < attempt.first_right_time then 1 else 0 end as before_right,
  case when help.answer_time is not null and attempt.first_right_time is null then 1 else 0 end as never_right
from help
full join run_problem_tries as attempt
  on attempt.course_id = help.course_id
  and attempt.problem_id = help.problem_id
  and attempt.user_id = help.user_id

-- Question: how did a person's tries at a problem go, from the first to the first right one?
-- Grain: one person and problem.
-- Rules: OV-5.
with
one_row_per_learner_and_problem as (
  select
    course_id,
    problem_id,
    user_id,
    min(date) as first_date,
    min(case when first_right_try is not null then date end) as right_date
  from facts_tries
  where date >= $from
    and date < $to
  group by course_id, problem_id, user_id
)
select
  day.course_id,
  day.problem_id,
  day.user_id,
  sum(day.tries) as tries,
  sum(day.right_tries) as right_tries,
  max(case when day.date = learner.first_date then day.first_is_right end) as first_is_right,
  sum(
    case
      when day.date < learner.right_date then day.tries
      when day.date = learner.right_date then day.first_right_try
    end
  ) as tries_until_right,
  min(day.first_right_time) as first_right_time,
  max(day.date) as last_date
from facts_tries as day
join one_row_per_learner_and_problem as learner
  on learner.course_id = day.course_id
  and learner.problem_id = day.problem_id
  and learner.user_id = day.user_id
where day.date >= $from
  and day.date < $to
group by day.course_id, day.problem_id, day.user_id

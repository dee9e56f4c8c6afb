-- Question: how did a person's tries at a problem go, from the first to the first right one?
-- Grain: one person and problem.
-- Rules: OV-5.
with
one_row_per_day as (
  select
    course_id,
    problem_id,
    user_id,
    date,
    tries,
    right_tries,
    first_is_right,
    first_right_try,
    coalesce(
      sum(tries) over (
        partition by course_id, problem_id, user_id
        order by date
        rows between unbounded preceding and 1 preceding
      ),
      0
    ) as tries_before,
    row_number() over (partition by course_id, problem_id, user_id order by date) as number
  from facts_tries
  where date >= $from
    and date < $to
)
select
  course_id,
  problem_id,
  user_id,
  sum(tries) as tries,
  sum(right_tries) as right_tries,
  max(case when number = 1 then first_is_right end) as first_is_right,
  min(tries_before + first_right_try) as tries_until_right,
  max(date) as last_date
from one_row_per_day
group by course_id, problem_id, user_id

-- Question: what did a learner answer in the first and in the last submission of a problem, of all there are?
-- Grain: one learner, course, problem, part and category (`first`, `last`); one single submission is both.
-- Rules: PF A5 … A9. Days are in the order of time, so the first submission of all is that of the first day.
with
one_row_per_learner_and_problem as (
  select
    course_id,
    problem_id,
    username,
    min(first_time) as first_time,
    max(last_time) as last_time,
    first_value(first_submission order by first_time) as first_submission,
    last_value(coalesce(last_submission, first_submission) order by last_time) as last_submission
  from facts_submissions
  group by course_id, problem_id, username
),
one_row_per_category as (
  select course_id, problem_id, username, 'first' as category, first_time as time, first_submission as submission
  from one_row_per_learner_and_problem
  union all
  select course_id, problem_id, username, 'last' as category, last_time as time, last_submission as submission
  from one_row_per_learner_and_problem
),
one_row_per_answer as (
  select course_id, problem_id, username, category, time, unnest(answer_records(submission)) as answer
  from one_row_per_category
)
select
  course_id,
  problem_id,
  username,
  answer['answer_id'] as answer_id,
  category,
  time,
  answer['record'] as record
from one_row_per_answer

-- Question: what did a learner answer in the first and in the last submission of a problem, of all there are?
-- Grain: one learner, course, problem, part and category (`first`, `last`); one single submission is both.
-- Rules: PF A5 … A9.
with
one_row_per_end as (
  select
    course_id,
    problem_id,
    username,
    case when is_last then last_time else first_time end as time,
    case when is_last then coalesce(last_submission, first_submission) else first_submission end as submission
  from facts_submissions
  cross join (values (false), (true)) as ends (is_last)
),
one_row_per_learner_and_problem as (
  select
    course_id,
    problem_id,
    username,
    first_and_last(submission, time) as ends
  from one_row_per_end
  group by course_id, problem_id, username
),
one_row_per_category as (
  select
    course_id,
    problem_id,
    username,
    category,
    case category when 'first' then ends['first_time'] else coalesce(ends['last_time'], ends['first_time']) end as time,
    case category when 'first' then ends['first'] else coalesce(ends['last'], ends['first']) end as submission
  from one_row_per_learner_and_problem
  cross join (values ('first'), ('last')) as categories (category)
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

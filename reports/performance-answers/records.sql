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
  where cast(last_time as date) < $to
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
-- A submission that is both, as most are, is read once.
one_row_per_submission as (
  select
    course_id,
    problem_id,
    username,
    ends['first_time'] as first_time,
    coalesce(ends['last_time'], ends['first_time']) as last_time,
    unnest(
      case
        when ends['last'] is null then make_array(named_struct('is', 'both', 'text', ends['first']))
        else make_array(
          named_struct('is', 'first', 'text', ends['first']),
          named_struct('is', 'last', 'text', ends['last'])
        )
      end
    ) as submission
  from one_row_per_learner_and_problem
),
one_row_per_answer as (
  select
    course_id,
    problem_id,
    username,
    first_time,
    last_time,
    submission['is'] as submission_is,
    unnest(answer_records(submission['text'])) as answer
  from one_row_per_submission
),
one_row_per_category as (
  select
    course_id,
    problem_id,
    username,
    first_time,
    last_time,
    answer,
    unnest(case submission_is when 'both' then make_array('first', 'last') else make_array(submission_is) end) as category
  from one_row_per_answer
)
select
  course_id,
  problem_id,
  username,
  answer['answer_id'] as answer_id,
  category,
  case category when 'first' then first_time else last_time end as time,
  answer['record'] as record
from one_row_per_category

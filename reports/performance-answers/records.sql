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
-- A submission that is both, as most are, is read once.
one_row_per_submission as (
  select
    course_id,
    problem_id,
    username,
    ends['first_time'] as first_time,
    coalesce(ends['last_time'], ends['first_time']) as last_time,
    ends['last'] is null or read_as = 'first' as is_first,
    ends['last'] is null or read_as = 'last' as is_last,
    case read_as when 'first' then ends['first'] else ends['last'] end as submission
  from one_row_per_learner_and_problem
  cross join (values ('first'), ('last')) as readings (read_as)
  where read_as = 'first'
    or ends['last'] is not null
),
one_row_per_answer as (
  select
    course_id,
    problem_id,
    username,
    first_time,
    last_time,
    is_first,
    is_last,
    unnest(answer_records(submission)) as answer
  from one_row_per_submission
)
select
  course_id,
  problem_id,
  username,
  answer['answer_id'] as answer_id,
  category,
  case category when 'first' then first_time else last_time end as time,
  answer['record'] as record
from one_row_per_answer
cross join (values ('first'), ('last')) as categories (category)
where case category when 'first' then is_first else is_last end

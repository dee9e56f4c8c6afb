-- Question: what did each learner answer last to each part of each problem in the interval, and where does the problem stand?
-- Grain: one learner, course, problem and part of the latest submission.
-- Rules: PF R1 … R8; the structure is that of the same course (a block id can be in two runs).
with
one_row_per_learner_and_problem as (
  select
    course_id,
    problem_id,
    username,
    sum(submissions) as total_attempts,
    min(first_time) as first_attempt_date,
    max(last_time) as last_attempt_date,
    first_and_last(coalesce(last_submission, first_submission), last_time) as ends
  from facts_submissions
  where cast(last_time as date) >= $from
    and cast(last_time as date) < $to
    and strip(username) <> ''
  group by course_id, problem_id, username
),
latest_submission as (
  select *, coalesce(ends['last'], ends['first']) as submission
  from one_row_per_learner_and_problem
),
one_row_per_answer as (
  select
    course_id,
    problem_id,
    username,
    total_attempts,
    first_attempt_date,
    last_attempt_date,
    cleaned_text(coalesce(event_text(submission, 'display_name'), ''), $clean_text_regex) as problem,
    unnest(answer_records(submission)) as answer
  from latest_submission
),
read_answer as (
  select
    *,
    answer['answer_id'] as answer_id,
    response_parts(answer['record']) as parts
  from one_row_per_answer
)
select
  answer.course_id,
  answer.answer_id,
  answer.problem_id,
  answer.problem,
  answer.username,
  cleaned_text(coalesce(parts['question'], ''), $clean_text_regex) as question,
  parts['score'] as score,
  parts['max_score'] as max_score,
  parts['correct'] as correct,
  coalesce(response_text(parts['answer'], $list_delimiter, $clean_text_regex), '') as answer,
  answer.total_attempts,
  answer.first_attempt_date,
  answer.last_attempt_date,
  concat(coalesce(block.course_path, $deleted_blocks_path), $path_delimiter, answer.problem) as location,
  coalesce(block.sort_idx, -1) as sort_idx
from read_answer as answer
left join lms_course_blocks as block
  on block.course_id = answer.course_id
  and block.block_id = answer.problem_id

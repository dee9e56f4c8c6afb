-- Question: how often is the same record of an answer the first or the last of a learner?
-- Grain: one course, part of a problem and record.
-- Rules: PF A10 … A12. Most learners give one of few answers, so equal records are counted before they are read.
with
different_record as (
  select
    course_id,
    answer_id,
    problem_id,
    record,
    max(time) as time,
    sum(case when category = 'first' then 1 else 0 end) as first_response_count,
    sum(case when category = 'last' then 1 else 0 end) as last_response_count
  from run_answer_records
  where answer_id <> ''
    and character_length(answer_id) <= 255
    and character_length(problem_id) <= 255
  group by course_id, answer_id, problem_id, record
),
read_record as (
  select *, answer_record(record, answer_id, $answer_metadata, $compat_answers) as part
  from different_record
)
select
  course_id,
  answer_id,
  problem_id,
  record,
  time,
  part['answer_key'] as answer_key,
  part['display_name'] as problem_display_name,
  part['response_type'] as response_type,
  part['value_id'] is not null as has_code,
  first_response_count,
  last_response_count
from read_record

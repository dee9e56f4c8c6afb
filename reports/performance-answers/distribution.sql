-- Question: how many learners gave each answer to a part of a problem, at first and at last?
-- Grain: one course, part and answer; answers that count as the same have the same key.
-- Rules: PF A10 … A18, PF 3.4. The latest answer of a part decides whether it is shown, its names and whether its answers have codes;
-- the latest record of an answer gives its text, question, variant and whether it is right. Records at the same time are ordered by
-- their text, then by their problem.
with
latest_of_part as (
  select
    course_id,
    answer_id,
    last_value(problem_id order by time, record, problem_id) as module_id,
    last_value(problem_display_name order by time, record, problem_id) as problem_display_name,
    last_value(response_type order by time, record, problem_id) as response_type,
    last_value(has_code order by time, record, problem_id) as latest_has_code
  from run_answer_counts
  group by course_id, answer_id
),
codes_of_type as (
  select
    course_id,
    answer_id,
    response_type,
    bool_or(has_code) as has_code
  from run_answer_counts
  group by course_id, answer_id, response_type
),
shown_part as (
  select
    latest.course_id,
    latest.answer_id,
    latest.module_id,
    latest.problem_display_name,
    case when $compat_answers then latest.latest_has_code else codes.has_code end as has_codes
  from latest_of_part as latest
  join codes_of_type as codes
    on codes.course_id = latest.course_id
    and codes.answer_id = latest.answer_id
    and codes.response_type = latest.response_type
  where strpos(concat(',', $answer_types, ','), concat(',', latest.response_type, ',')) > 0
),
one_row_per_answer as (
  select
    course_id,
    answer_id,
    answer_key,
    last_value(record order by time, record) as record,
    sum(first_response_count) as first_response_count,
    sum(last_response_count) as last_response_count
  from run_answer_counts
  group by course_id, answer_id, answer_key
),
defined_answer as (
  select
    course_id,
    answer_id,
    answer_key,
    answer_record(record, answer_id, $answer_metadata, $compat_answers) as part,
    first_response_count,
    last_response_count
  from one_row_per_answer
),
coded_answer as (
  select
    shown.course_id,
    shown.module_id,
    shown.answer_id,
    shown.problem_display_name,
    answer.answer_key,
    answer.part,
    answer.first_response_count,
    answer.last_response_count,
    case when shown.has_codes then nullif(answer_text(answer.part['value_id'], $compat_answers), '') end as value_id,
    case
      when shown.has_codes then answer.part['answer']
      else coalesce(answer.part['answer'], answer.part['value_id'])
    end as answer
  from defined_answer as answer
  join shown_part as shown
    on shown.course_id = answer.course_id
    and shown.answer_id = answer.answer_id
),
shown_answer as (
  select
    *,
    case
      when value_id is null then answer_text(answer, $compat_answers)
      else answer_markup_text(answer, $compat_answers)
    end as answer_value_text
  from coded_answer
)
select
  course_id,
  module_id,
  answer_id as part_id,
  part['correct'] as correct,
  first_response_count,
  last_response_count,
  value_id,
  nullif(answer_value_text, '') as answer_value_text,
  decimal_number(answer_value_text) as answer_value_numeric,
  nullif(try_cast(part['variant'] as bigint), 0) as variant,
  nullif(problem_display_name, '') as problem_display_name,
  nullif(part['question'], '') as question_text,
  answer_key
from shown_answer

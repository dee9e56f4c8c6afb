-- Question: what help did a person get with a problem on a day?
-- Grain: one person, problem and day with any help.
-- Rules: OV-20. `raw` is read for these events only.
with
one_row_per_event as (
  select
    date,
    time,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    event_type,
    case when starts_with(event_type, 'edx.problem.hint.') then payload_text(raw, 'module_id') end as module_id,
    case
      when event_type = 'problem_show' then payload_text(raw, 'problem')
      else payload_text(raw, 'problem_id')
    end as problem_id
  from events
  where event_type in (
      'edx.problem.hint.demandhint_displayed',
      'edx.problem.hint.feedback_displayed',
      'showanswer',
      'problem_show'
    )
    and user_id is not null
    and (event_source is distinct from 'task')
),
one_row_per_named_key as (
  select
    date,
    time,
    course_id,
    user_id,
    event_type,
    case when block_type(module_id) is not null then module_id else problem_id end as usage_key
  from one_row_per_event
  where course_id is not null
    and character_length(course_id) <= 255
    and course_key_is_strict(course_id)
),
one_row_per_help as (
  select
    date,
    time,
    course_id,
    user_id,
    event_type,
    case when block_type(usage_key) is not null and character_length(usage_key) <= 255 then usage_key end as problem_id
  from one_row_per_named_key
)
select
  date,
  course_id,
  problem_id,
  user_id,
  sum(case when event_type = 'edx.problem.hint.demandhint_displayed' then 1 else 0 end) as hints,
  sum(case when event_type = 'edx.problem.hint.feedback_displayed' then 1 else 0 end) as feedbacks,
  min(case when event_type in ('showanswer', 'problem_show') then time end) as answer_time
from one_row_per_help
group by date, course_id, problem_id, user_id
-- Help with nothing that can be named is left out. A condition on the key itself would be put to the lines as they are read, each of which
-- would then be read more than once.
having count(problem_id) > 0

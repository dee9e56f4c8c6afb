-- Question: which places of a course did a person come to on a day?
-- Grain: one person, course, day and place, however often.
-- Rules: OV-1. `raw` is read only for the events whose payload says more than their columns and address.
with
one_row_per_place as (
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    unnest(
      places_of_event(case when starts_with(event_type, '/') then event_type else page end, problem_id, video_id)
    ) as place
  from events
  where user_id is not null
    and (event_source is distinct from 'task')
    and (starts_with(event_type, '/') or page is not null or problem_id is not null or video_id is not null)
  union all
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    unnest(places_of_payload(event_type, raw)) as place
  from events
  where user_id is not null
    and (event_source is distinct from 'task')
    and (
      event_type in (
        'seq_next',
        'seq_prev',
        'seq_goto',
        'edx.ui.lms.sequence.next_selected',
        'edx.ui.lms.sequence.previous_selected',
        'edx.ui.lms.sequence.tab_selected',
        'edx.completion.block_completion.changed',
        'showanswer',
        'save_problem_success',
        'reset_problem',
        'problem_show',
        'edx.problem.hint.demandhint_displayed'
      )
      or starts_with(event_type, 'edx.bi.app.')
      or ends_with(event_type, '/goto_position')
    )
),
one_row_per_named_place as (
  select
    date,
    course_id,
    user_id,
    place['block_type'] as block_type,
    place['block_name'] as block_name,
    place['position'] as position
  from one_row_per_place
)
select distinct
  date,
  course_id,
  user_id,
  block_type,
  block_name,
  position
from one_row_per_named_place
where course_id is not null
  and character_length(course_id) <= 255
  and course_key_is_strict(course_id)
  and character_length(block_type) <= 255
  and character_length(block_name) <= 255

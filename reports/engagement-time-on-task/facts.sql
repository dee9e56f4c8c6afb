-- Question: at what were people on a day, and from when to when?
-- Grain: one run of a person: consecutive events about the same, none further from the next than the gap.
-- Rules: OV-40 (which events, of what kind), OV-42, the computation `activity_runs`. An event outside of any course ends a run:
-- its course is empty.
with
one_row_per_event as (
  select
    date,
    user_id,
    time,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    case
      when event_type like '%\_video' or starts_with(event_type, 'edx.video.') then 'video'
      when event_type like 'problem\_%'
        or event_type like 'edx.problem.%'
        or event_type = 'showanswer'
        or starts_with(event_type, 'save_problem_')
        or starts_with(event_type, 'reset_problem')
        or event_type like '%/handler/xmodule\_handler/problem\_%'
        or event_type like '%type@problem+block@%/handler/%'
        or event_type like '%;\_problem;\_%/handler/%'
        then 'problem'
      when starts_with(event_type, 'edx.forum.') or event_type like '%/discussion/%' then 'discussion'
      when starts_with(event_type, 'openassessmentblock.') or starts_with(event_type, 'edx.peer_instruction.') then 'assessment'
      else 'page'
    end as kind
  from events
  where user_id is not null
    and event_type is not null
    and (event_source is distinct from 'task')
    and not starts_with(event_type, 'edx.course.enrollment.')
    and not starts_with(event_type, 'edx.course.grade.')
    and not starts_with(event_type, 'edx.grades.')
    and not starts_with(event_type, 'edx.certificate.')
    and not starts_with(event_type, 'edx.cohort.')
),
one_row_per_person as (
  select
    date,
    user_id,
    activity_runs(
      time,
      case
        when course_id is not null and character_length(course_id) <= 255 and course_key_is_strict(course_id) then course_id
        else ''
      end,
      kind,
      $gap_seconds
    ) as runs
  from one_row_per_event
  group by date, user_id
),
one_row_per_run as (
  select
    date,
    user_id,
    unnest(runs) as run
  from one_row_per_person
)
select
  date,
  user_id,
  run['course_id'] as course_id,
  run['kind'] as kind,
  run['begin'] as begin_time,
  run['end'] as end_time
from one_row_per_run

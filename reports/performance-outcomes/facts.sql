-- Question: how often did a person submit a problem on a day, and which tags did it have at the last time?
-- Grain: one course, problem, person and day with submissions, and day of the wall clock where that counts; what nobody is named for is
-- that of one person, 0.
-- Rules: PF T1 … T5. Of submissions at the same time the greater text of tags decides.
with
one_row_per_submission as (
  select
    date,
    course_id,
    problem_id,
    coalesce(user_id, 0) as user_id,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    problem_success is not distinct from 'correct' as is_correct,
    event_json(raw, 'context.asides.tagging_aside.saved_tags') as tags
  from events
  where event_type = 'problem_check'
    and event_source = 'server'
    and course_id is not null
    and character_length(course_id) <= 255
    and ($compat_keys or course_key_is_strict(course_id))
    and problem_id is not null
    and problem_id <> ''
)
select
  date,
  course_id,
  problem_id,
  user_id,
  count(*) as submissions,
  sum(case when is_correct then 1 else 0 end) as correct,
  max(time) as last_time,
  last_value(tags order by time, coalesce(tags, '')) as tags
from one_row_per_submission
where time is not null
group by date, course_id, problem_id, user_id, cast(time as date)

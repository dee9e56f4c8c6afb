-- Question: what did a learner submit to a problem on a day, at first and at last?
-- Grain: one learner, course, problem and day with accepted submissions, and day of the wall clock where that counts.
-- Rules: PF A1 … A5. Of submissions at the same time the text decides, so that the order of the log lines does not matter.
with
one_row_per_submission as (
  select
    date,
    course_id,
    problem_id,
    case when $compat_answers then event_text(raw, 'username') else username end as username,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    submission(raw) as submission
  from events
  where event_type = 'problem_check'
    and event_source = 'server'
    and ($compat_answers or username is not null)
    and course_id is not null
    and character_length(course_id) <= 255
    and ($compat_keys or course_key_is_strict(course_id))
    and problem_id is not null
    and problem_id <> ''
    and strpos(problem_id, chr(9)) = 0
    and strpos(problem_id, chr(10)) = 0
    and (
      not $compat_time
      or time_text is null
      or regexp_like(split_part(time_text, '+', 1), '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([.]\d{1,6})?$')
    )
),
one_row_per_learner_and_problem as (
  select
    date,
    course_id,
    problem_id,
    username,
    count(submission) as submissions,
    first_and_last(submission, time) as ends
  from one_row_per_submission
  where time is not null
  group by date, course_id, problem_id, username, cast(time as date)
  -- Conditions on what the line says would be put to the lines as they are read, each of which would then be read twice.
  having count(username) > 0
    and count(submission) > 0
)
select
  date,
  course_id,
  problem_id,
  username,
  submissions,
  ends['first_time'] as first_time,
  coalesce(ends['last_time'], ends['first_time']) as last_time,
  ends['first'] as first_submission,
  ends['last'] as last_submission
from one_row_per_learner_and_problem

-- Question: how did a person's tries at a problem go on a day?
-- Grain: one person, problem and day with a try.
-- Rules: OV-5: a try is a graded submission that says whether it was right. Tries at the same time are ordered by the count that
-- the LMS gives, then by the id of the event, so that the order never depends on how the lines came.
with
one_row_per_try as (
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    problem_id,
    user_id,
    time,
    case when problem_success = 'correct' then 1 else 0 end as is_right,
    row_number() over (
      partition by date, coalesce(course_id_or_url, course_id_from_mfe), problem_id, user_id
      order by time, problem_attempts nulls first, event_id
    ) as number
  from events
  where event_type = 'problem_check'
    and event_source = 'server'
    and user_id is not null
    and problem_id is not null
    and character_length(problem_id) between 1 and 255
    and problem_success in ('correct', 'incorrect')
)
select
  date,
  course_id,
  problem_id,
  user_id,
  count(*) as tries,
  sum(is_right) as right_tries,
  max(case when number = 1 then is_right end) as first_is_right,
  min(case when is_right = 1 then number end) as first_right_try,
  min(case when is_right = 1 then time end) as first_right_time
from one_row_per_try
where course_id is not null
  and character_length(course_id) <= 255
  and course_key_is_strict(course_id)
group by date, course_id, problem_id, user_id

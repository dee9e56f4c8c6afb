-- Question: which grade did the LMS last tell of a person in a course on a day, and does the person pass by the last of these events?
-- Grain: one person, course and day with any of these events: days on which nothing is told have no row.
-- Rules: OV-56. `raw` is read for these events only; whose grade it is stands in the payload, since workers act for everybody.
with
one_row_per_event as (
  select
    date,
    time,
    event_id,
    event_type,
    strip(payload_text(raw, 'course_id')) as course_id,
    payload_number(raw, 'user_id') as user_number,
    case when event_type = 'edx.grades.course.grade_calculated' then payload_number(raw, 'percent_grade') end as share,
    coalesce(payload_text(raw, 'letter_grade'), '') as letter_grade
  from events
  where event_type in (
      'edx.grades.course.grade_calculated',
      'edx.course.grade.passed.first_time',
      'edx.course.grade.now_passed',
      'edx.course.grade.now_failed'
    )
    and (event_source is null or event_source not in ('browser', 'mobile'))
),
one_row_per_mark as (
  select
    date,
    time,
    event_id,
    case when character_length(course_id) <= 255 and course_key_is_strict(course_id) then course_id end as course_id,
    case
      when user_number between 1 and 9007199254740991 and user_number = floor(user_number) then try_cast(user_number as bigint)
    end as user_id,
    case when share between 0 and 1000 then try_cast(round(share * 100) as bigint) end as grade_percent,
    case when share between 0 and 1000 then letter_grade end as letter_grade,
    -- Null: the event tells nothing.
    case
      when event_type = 'edx.course.grade.now_failed' then 0
      when event_type <> 'edx.grades.course.grade_calculated' then 1
      when share between 0 and 1000 and letter_grade in ('', 'Fail') then 0
      when share between 0 and 1000 then 1
    end as is_passing
  from one_row_per_event
),
placed as (
  select
    date,
    course_id,
    user_id,
    grade_percent,
    letter_grade,
    is_passing,
    row_number() over (
      partition by date, course_id, user_id, is_passing is null
      order by time desc, event_id desc
    ) as place,
    row_number() over (
      partition by date, course_id, user_id, grade_percent is null
      order by time desc, event_id desc
    ) as place_of_kind
  from one_row_per_mark
)
select
  date,
  course_id,
  user_id,
  max(case when place_of_kind = 1 then grade_percent end) as grade_percent,
  max(case when place_of_kind = 1 then letter_grade end) as letter_grade,
  max(case when place = 1 then is_passing end) as is_passing
from placed
group by date, course_id, user_id
-- What tells nothing, or of nobody, is left out. Conditions on what the payload says would be put to the lines as they are read, each of
-- which would then be read once more for each.
having count(is_passing) > 0
  and count(course_id) > 0
  and count(user_id) > 0

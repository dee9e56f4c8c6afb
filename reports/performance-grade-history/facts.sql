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
    trim(payload_text(raw, 'course_id')) as course_id,
    payload_number(raw, 'user_id') as user_number,
    payload_number(raw, 'percent_grade') as share,
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
one_row_per_useful_event as (
  select
    date,
    time,
    event_id,
    course_id,
    try_cast(user_number as bigint) as user_id,
    case when event_type = 'edx.grades.course.grade_calculated' then try_cast(round(share * 100) as bigint) end as grade_percent,
    case when event_type = 'edx.grades.course.grade_calculated' then letter_grade end as letter_grade,
    case
      when event_type = 'edx.grades.course.grade_calculated' and letter_grade in ('', 'Fail') then 0
      when event_type = 'edx.course.grade.now_failed' then 0
      else 1
    end as is_passing
  from one_row_per_event
  where user_number between 1 and 9007199254740991
    and user_number = floor(user_number)
    and character_length(course_id) <= 255
    and course_key_is_strict(course_id)
    and (event_type <> 'edx.grades.course.grade_calculated' or share between 0 and 1000)
),
placed as (
  select
    date,
    course_id,
    user_id,
    grade_percent,
    letter_grade,
    is_passing,
    row_number() over (partition by date, course_id, user_id order by time desc, event_id desc) as place,
    row_number() over (
      partition by date, course_id, user_id, grade_percent is null
      order by time desc, event_id desc
    ) as place_of_kind
  from one_row_per_useful_event
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

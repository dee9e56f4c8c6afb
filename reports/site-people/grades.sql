-- Question: which grade does a person have in a course, and has the person passed?
-- Grain: one person and course with a grade in the LMS.
-- Rules: OV-50 (of several grades the newest), OV-51 (passed), OV-52: a grade that cannot be is none.
with
one_row_per_grade as (
  select
    course_id,
    user_id,
    percent_grade,
    letter_grade,
    passed_timestamp,
    row_number() over (partition by course_id, user_id order by modified desc nulls last, id desc nulls last) as place
  from lms_grades_persistentcoursegrade
  where course_id is not null
    and user_id is not null
)
select
  course_id,
  user_id,
  percent_grade,
  case when percent_grade between 0 and 1000 then cast(round(percent_grade * 100) as bigint) end as grade_percent,
  letter_grade,
  passed_timestamp,
  coalesce(passed_timestamp < cast($to as timestamp), false) and coalesce(letter_grade, '') <> '' as has_passed
from one_row_per_grade
where place = 1

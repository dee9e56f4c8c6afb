-- Question: how many learners of each course have which grade?
-- Grain: one course and band of ten percent with anybody in it, on the last complete day.
-- Rules: OV-50, OV-52.
with
one_row_per_learner as (
  select course_id, user_id
  from run_enrollment_days
  where at_end = 1
    and date < $to
    and (until is null or until >= $to)
),
one_row_per_grade as (
  select
    course_id,
    user_id,
    case when percent_grade between 0 and 1000 then cast(round(percent_grade * 100) as bigint) end as percent,
    passed_timestamp < cast($to as timestamp) and coalesce(letter_grade, '') <> '' as has_passed,
    row_number() over (partition by course_id, user_id order by modified desc nulls last, id desc nulls last) as place
  from lms_grades_persistentcoursegrade
),
one_row_per_graded_learner as (
  select
    learner.course_id,
    greatest(0, least(90, grade.percent / 10 * 10)) as band,
    coalesce(grade.has_passed, false) as has_passed
  from one_row_per_learner as learner
  join one_row_per_grade as grade
    on grade.course_id = learner.course_id
    and grade.user_id = learner.user_id
    and grade.place = 1
  where grade.percent is not null
)
select
  course_id,
  date_sub_days($to, 1) as date,
  band,
  count(*) as learners,
  sum(case when has_passed then 1 else 0 end) as passed
from one_row_per_graded_learner
group by course_id, band

-- Question: how many people pass a course, by track?
-- Grain: one course and track in which anybody ever was.
-- Rules: EN 3.10: the track of the day on which the grade last changed, at the latest the last complete day; grades before
-- a person's first event are ignored; whether the person is still enrolled is not asked.
with
one_row_per_passing_learner as (
  select
    course_id,
    user_id,
    least(cast(modified as date), date_sub_days($to, 1)) as graded_on
  from lms_grades_persistentcoursegrade
  where modified is not null
    and passed_timestamp is not null
    and letter_grade is not null
    and letter_grade <> ''
),
one_row_per_passing_learner_and_track as (
  select
    stretch.course_id,
    stretch.mode
  from one_row_per_passing_learner as grade
  join run_enrollment_days as stretch
    on stretch.course_id = grade.course_id
    and stretch.user_id = grade.user_id
    and stretch.date <= grade.graded_on
    and (stretch.until is null or grade.graded_on < stretch.until)
),
one_row_per_count as (
  select course_id, mode, 1 as passing from one_row_per_passing_learner_and_track
  union all
  select distinct course_id, mode, 0 as passing from run_enrollment_days
)
select
  course_id,
  mode,
  sum(passing) as passing_users
from one_row_per_count
group by course_id, mode

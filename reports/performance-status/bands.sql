-- Question: how many learners of each course have which grade?
-- Grain: one course and band of ten percent with anybody in it, on the last complete day.
-- Rules: OV-50, OV-52.
with
one_row_per_graded_learner as (
  select
    learner.course_id,
    greatest(0, least(90, grade.grade_percent / 10 * 10)) as band,
    grade.has_passed
  from run_enrollment_days as learner
  join run_grades as grade
    on grade.course_id = learner.course_id
    and grade.user_id = learner.user_id
  where learner.until is null
    and learner.at_end = 1
    and grade.grade_percent is not null
)
select
  course_id,
  date_sub_days($to, 1) as date,
  band,
  count(*) as learners,
  sum(case when has_passed then 1 else 0 end) as passed
from one_row_per_graded_learner
group by course_id, band

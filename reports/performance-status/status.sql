-- Question: how do the learners of each course stand?
-- Grain: one course, track and group with anybody in it, on the last complete day.
-- Rules: OV-50, OV-51, OV-53.
with
one_row_per_learner as (
  select course_id, user_id, mode
  from run_enrollment_days
  where at_end = 1
    and date < $to
    and (until is null or until >= $to)
),
one_row_per_grade as (
  select
    course_id,
    user_id,
    case when percent_grade between 0 and 1000 then percent_grade end as percent_grade,
    passed_timestamp < cast($to as timestamp) and coalesce(letter_grade, '') <> '' as has_passed,
    row_number() over (partition by course_id, user_id order by modified desc nulls last, id desc nulls last) as place
  from lms_grades_persistentcoursegrade
),
one_row_per_certificate as (
  select
    course_id,
    user_id,
    status = 'downloadable' and (created_date is null or created_date < cast($to as timestamp)) as is_there,
    row_number() over (partition by course_id, user_id order by modified_date desc nulls last, id desc) as place
  from lms_certificates_generatedcertificate
),
ends_in_the_catalog as (
  select course_id, max(end_time) as end_time
  from lms_course_runs
  group by course_id
),
ends_in_the_lms as (
  select course_id, max(end_date) as end_time
  from lms_course_list
  group by course_id
),
one_row_per_standing as (
  select
    learner.course_id,
    learner.mode,
    case
      when grade.has_passed then 'passed'
      when coalesce(catalog.end_time, lms.end_time) < cast(date_sub_days($to, 1) as timestamp) then 'not passed'
      else 'in progress'
    end as status,
    grade.percent_grade,
    coalesce(certificate.is_there, false) as has_certificate
  from one_row_per_learner as learner
  left join one_row_per_grade as grade
    on grade.course_id = learner.course_id
    and grade.user_id = learner.user_id
    and grade.place = 1
  left join one_row_per_certificate as certificate
    on certificate.course_id = learner.course_id
    and certificate.user_id = learner.user_id
    and certificate.place = 1
  left join ends_in_the_catalog as catalog
    on catalog.course_id = learner.course_id
  left join ends_in_the_lms as lms
    on lms.course_id = learner.course_id
)
select
  course_id,
  date_sub_days($to, 1) as date,
  mode as enrollment_mode,
  status,
  count(*) as learners,
  count(percent_grade) as graded,
  -- Grades have two digits: their sum in hundredths does not depend on the order of adding.
  sum(cast(round(percent_grade * 100) as bigint)) / (100.0 * count(percent_grade)) as mean_grade,
  sum(case when has_certificate then 1 else 0 end) as certificates
from one_row_per_standing
group by course_id, mode, status

-- Question: how do the learners of each course stand?
-- Grain: one course, track and group with anybody in it, on the last complete day.
-- Rules: OV-50, OV-51, OV-53.
with
one_row_per_certificate as (
  select
    course_id,
    user_id,
    status = 'downloadable' and (created_date is null or created_date < cast($to as timestamp)) as is_there,
    row_number() over (partition by course_id, user_id order by modified_date desc nulls last, id desc) as place
  from lms_certificates_generatedcertificate
),
one_row_per_standing as (
  select
    learner.course_id,
    learner.mode,
    case
      when grade.has_passed then 'passed'
      when dates.ends < cast(date_sub_days($to, 1) as timestamp) then 'not passed'
      else 'in progress'
    end as status,
    grade.grade_percent,
    coalesce(certificate.is_there, false) as has_certificate
  from run_enrollment_days as learner
  left join run_grades as grade
    on grade.course_id = learner.course_id
    and grade.user_id = learner.user_id
  left join one_row_per_certificate as certificate
    on certificate.course_id = learner.course_id
    and certificate.user_id = learner.user_id
    and certificate.place = 1
  left join run_course_dates as dates
    on dates.course_id = learner.course_id
  where learner.until is null
    and learner.at_end = 1
)
select
  course_id,
  date_sub_days($to, 1) as date,
  mode as enrollment_mode,
  status,
  count(*) as learners,
  count(grade_percent) as graded,
  -- Grades have two digits: their sum in hundredths does not depend on the order of adding.
  sum(grade_percent) / (100.0 * count(grade_percent)) as mean_grade,
  sum(case when has_certificate then 1 else 0 end) as certificates
from one_row_per_standing
group by course_id, mode, status

-- Question: how do the learners of a course stand? One row per track and group.
-- Rules: OV-51.
select
  course_id, "date", enrollment_mode, status, learners, graded, mean_grade, certificates, created
from course_grade_status
where course_id = :course_id
  and (:track_given = 0 or enrollment_mode = :track)
order by enrollment_mode, status

-- Question: how many learners of a course have which grade? One row per band of ten percent.
-- Rules: OV-52.
select
  course_id, "date", band, learners, passed, created
from course_grade_bands
where course_id = :course_id
order by band

-- Question: how many people visited what share of a course's pages? One row per band of ten percent.
-- Rules: OV-4.
select
  up_to_percent, learners, created
from completion_bands
where course_id = :course_id
order by up_to_percent

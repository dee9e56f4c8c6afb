-- Question: how many learners of a course opened each subsection? One row per subsection.
-- Rules: PF 10.
select
  module_id, "count" as learners, created
from sequential_open_distribution
where course_id = :course_id
order by "count" desc, module_id

-- Question: how many learners opened a subsection? One row per course.
-- Rules: API 2.2.
select
  module_id, course_id, "count", created
from sequential_open_distribution
where module_id = :module_id
order by id

-- Question: how many people came to each page of a course? One row per page, in the order of the course.
-- Rules: OV-4.
select
  number, section, subsection, page, learners, reach_percent, page_id, created
from completion_pages
where course_id = :course_id
order by number

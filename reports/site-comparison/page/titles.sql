-- Question: what is each course called? One row per course run with a title: that of the catalog, else of the LMS.
-- Rules: OV-15.
select course_id, title, created
from course_run_comparison
where title is not null
order by course_id

-- Question: what is each course called? Titles of the catalog, else of the LMS.
select course_id, title, created
from course_run_comparison
where title is not null
order by course_id

-- Question: on which days of the week do people learn in this course?
select weekday, people, person_days, created
from weekday_activity
where course_id = :course_id
order by weekday

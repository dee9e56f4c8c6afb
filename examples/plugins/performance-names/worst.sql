-- Question: who of this course answered wrongly most often?
select f.username, f.attempts, r.email
from failed_attempts f
join learner_roster r on r.username = f.username and r.course_id = f.course_id
where f.course_id = :course_id
order by f.attempts desc

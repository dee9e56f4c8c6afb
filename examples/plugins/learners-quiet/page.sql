-- Question: who of this course has been quiet, longest away first?
select username, user_id, last_active, quiet_days, active_days, created
from quiet_learner
where course_id = :course_id
order by last_active, user_id

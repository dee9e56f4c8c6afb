-- Question: how often did a person answer wrongly?
select course_id, username, count(*) as attempts
from events
where event_type = 'problem_check'
  and event_source = 'server'
  and problem_success = 'incorrect'
  and course_id is not null
  and username is not null
group by course_id, username

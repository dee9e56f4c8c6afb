-- Question: what was talked about in the discussions of a course? One row per topic, the most written about first.
-- Rules: OV-10.
select
  number, topic, threads, responses, comments, votes, votes_undone, writers, participants, first_date, last_date, created
from forum_topics
where course_id = :course_id
order by number

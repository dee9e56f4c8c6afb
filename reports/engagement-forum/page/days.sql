-- Question: what happened in the discussions of a course, by day? One row per day with anything.
-- Rules: OV-10.
select
  "date", threads, responses, comments, votes, votes_undone, writers, participants, topics, created
from forum_daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
order by "date"

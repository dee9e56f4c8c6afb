-- Question: what happened in the discussions of a course, by week? One row per week with anything. A week counts if its last day
-- is among the days asked for.
-- Rules: OV-10.
select
  week_ending, threads, responses, comments, votes, votes_undone, writers, participants, topics, week_start, created
from forum_weekly
where course_id = :course_id
  and (:start_date_given = 0 or week_ending >= :start_date)
  and (:end_date_given = 0 or week_ending < :end_date)
order by week_ending

-- Question: what happened in the discussions of a course on each day?
-- Grain: one course and day with anything.
-- Rules: OV-10.
select
  course_id,
  date,
  sum(threads) as threads,
  sum(responses) as responses,
  sum(comments) as comments,
  sum(votes) as votes,
  sum(votes_undone) as votes_undone,
  count(distinct case when threads + responses + comments > 0 then user_id end) as writers,
  count(distinct user_id) as participants,
  count(distinct topic) as topics
from facts_forum
where date >= $from
  and date < $to
group by course_id, date

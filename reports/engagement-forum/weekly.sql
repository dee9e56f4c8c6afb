-- Question: what happened in the discussions of a course in each week?
-- Grain: one course and complete week with anything.
-- Rules: OV-10; weeks as EN 4.1.
select
  course_id,
  iso_week_start(date) as week_start,
  date_sub_days(iso_week_end(date), 1) as week_ending,
  sum(threads) as threads,
  sum(responses) as responses,
  sum(comments) as comments,
  sum(votes) as votes,
  sum(votes_undone) as votes_undone,
  count(distinct case when threads + responses + comments > 0 then user_id end) as writers,
  count(distinct user_id) as participants,
  count(distinct topic) as topics
from facts_forum
where iso_week_start(date) >= $from
  and date < iso_week_start($to)
group by course_id, iso_week_start(date), date_sub_days(iso_week_end(date), 1)

-- Question: what was talked about in the discussions of a course?
-- Grain: one topic.
-- Rules: OV-10.
with
one_row_per_topic as (
  select
    course_id,
    topic,
    sum(threads) as threads,
    sum(responses) as responses,
    sum(comments) as comments,
    sum(votes) as votes,
    sum(votes_undone) as votes_undone,
    count(distinct case when threads + responses + comments > 0 then user_id end) as writers,
    count(distinct user_id) as participants,
    min(date) as first_date,
    max(date) as last_date
  from facts_forum
  where date >= $from
    and date < $to
  group by course_id, topic
)
select
  course_id,
  topic,
  row_number() over (
    partition by course_id
    order by threads + responses + comments desc, participants desc, topic
  ) as number,
  threads,
  responses,
  comments,
  votes,
  votes_undone,
  writers,
  participants,
  first_date,
  last_date
from one_row_per_topic

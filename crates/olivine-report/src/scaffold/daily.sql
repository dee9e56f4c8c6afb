-- Question: how many people did it in a course on a day?
-- Grain: one course and day.
select
  course_id,
  date,
  count(distinct user_id) as people,
  sum(events) as events
from facts___NAME__
where date >= $from
  and date < $to
group by course_id, date

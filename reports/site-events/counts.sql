-- Question: how many events are there on each day?
-- Grain: one day with events.
-- Rules: EN 8.1, EN 8.2.
select
  day as date,
  sum(event_count) as event_count
from facts_event_count
where day >= $from
  and day < $to
group by day

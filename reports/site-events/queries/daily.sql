-- Question: how many events are there on each day? One row per day, the newest first.
-- Rules: EN 8.2.
select
  "date", event_count
from event_counts
order by "date" desc

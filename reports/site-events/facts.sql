-- Question: how many events are there on a day?
-- Grain: one day (with `compat.time`: one day and day by the wall clock).
-- Rules: EN 8.1: every event that has a time counts, whatever it says and wherever it comes from.
with
one_row_per_event as (
  select
    date,
    case when $compat_time then cast(wall_clock(time_text, time) as date) else date end as day
  from events
)
select
  date,
  day,
  count(*) as event_count
from one_row_per_event
group by date, day

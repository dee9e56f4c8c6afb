-- Question: from which address did a person last connect on a day?
-- Grain: one person and day, and day of the wall clock where that counts.
-- Rules: EN 6.2: all events with an address, whatever their type and source; of equal times the greater address (ES G-7).
with
one_row_per_event as (
  select
    date,
    user_id,
    ip,
    case when $compat_time then wall_clock(time_text, time) else time end as time
  from events
  where user_id is not null
    and ip is not null
)
select
  date,
  user_id,
  max(time) as time,
  first_value(ip order by time desc, ip desc) as ip
from one_row_per_event
where time is not null
group by date, user_id, cast(time as date)

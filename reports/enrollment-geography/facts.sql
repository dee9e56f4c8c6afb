-- Question: from which address did a person last connect on a day?
-- Grain: one person and day.
-- Rules: EN 6.2: all events with an address, whatever their type and source; of equal times the greater address (ES G-7).
select
  date,
  user_id,
  max(case when $compat_time then wall_clock(time_text, time) else time end) as time,
  first_value(ip order by case when $compat_time then wall_clock(time_text, time) else time end desc, ip desc) as ip
from events
where user_id is not null
  and ip is not null
group by date, user_id

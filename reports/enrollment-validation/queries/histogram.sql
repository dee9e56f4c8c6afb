-- Question: how many enrollment events are lacking, and why? One row per type and reason.
-- Rules: EN 8.3.5.
select
  event_type, reason, count(*) as repairs
from enrollment_repairs
group by event_type, reason
order by event_type, reason

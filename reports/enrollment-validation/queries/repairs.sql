-- Question: which enrollment events are lacking in a course? One row per event, the newest first.
-- Rules: EN 8.3.6.
select
  course_id, user_id, "time", event_type, mode, reason, after_time, before_time
from enrollment_repairs
where course_id = :course_id
order by "time" desc, user_id, event_type

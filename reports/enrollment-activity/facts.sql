-- Question: which enrollment events happened on a day?
-- Grain: one enrollment event; repeated ones once, which changes nothing (EN 3.3 rule 1).
-- Rules: EN 3.2. Identity comes from the payload, never from the context; the source is not looked at, so a browser can
-- send such an event: keys and tracks that no result table could hold are left out.
select distinct
  date,
  enrollment_course_id as course_id,
  enrollment_user_id as user_id,
  case when $compat_time then wall_clock(time_text, time) else time end as time,
  event_type,
  enrollment_mode as mode
from events
where event_type in (
    'edx.course.enrollment.activated',
    'edx.course.enrollment.deactivated',
    'edx.course.enrollment.mode_changed'
  )
  and enrollment_course_id is not null
  and enrollment_user_id is not null
  and enrollment_mode is not null
  and character_length(enrollment_course_id) <= 255
  and character_length(enrollment_mode) <= 100
  and ($compat_keys or course_key_is_strict(enrollment_course_id))

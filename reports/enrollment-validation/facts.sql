-- Question: what did the LMS table of enrollments hold on a day when it was copied?
-- Grain: one validation event; repeated ones once.
-- Rules: EN 8.3.2, EN 8.3.3: one without the times of its copy says nothing; identity comes from the payload.
with
one_row_per_event as (
  select
    date,
    enrollment_course_id as course_id,
    enrollment_user_id as user_id,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    enrollment_mode as mode,
    payload_json(raw, 'is_active') = 'true' as is_active,
    try_cast(payload_text(raw, 'created') as timestamp) as enrolled_at,
    try_cast(payload_text(raw, 'dump_start') as timestamp) as dump_start,
    try_cast(payload_text(raw, 'dump_end') as timestamp) as dump_end
  from events
  where event_type = 'edx.course.enrollment.validated'
    and enrollment_course_id is not null
    and enrollment_user_id is not null
    and enrollment_mode is not null
    and character_length(enrollment_course_id) <= 255
    and character_length(enrollment_mode) <= 100
    and ($compat_keys or course_key_is_strict(enrollment_course_id))
)
select
  date,
  course_id,
  user_id,
  time,
  mode,
  is_active,
  enrolled_at,
  dump_start,
  dump_end
from one_row_per_event
group by date, course_id, user_id, time, mode, is_active, enrolled_at, dump_start, dump_end
-- Conditions on what the payload says would be put to the lines as they are read, each of which would then be read once more for each.
having count(is_active) > 0
  and count(dump_start) > 0
  and count(dump_end) > 0

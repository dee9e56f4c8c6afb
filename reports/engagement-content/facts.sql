-- Question: what did a person do in a course on a day?
-- Grain: one person, course and day.
-- Rules: EN 4.2: enrolling and unenrolling is no activity, nor is what background workers do; the course may come from
-- the URL (ES E-33). What the LMS does by itself is told apart (OV-60).
with
one_row_per_event as (
  select
    date,
    case when $compat_time then cast(wall_clock(time_text, time) as date) else date end as day,
    case when $compat_mfe then course_id_or_url else coalesce(course_id_or_url, course_id_from_mfe) end as course_id,
    user_id,
    event_type,
    event_source
  from events
  where user_id is not null
    and event_type is not null
    and (event_source is distinct from 'task')
    and not starts_with(event_type, 'edx.course.enrollment.')
)
select
  date,
  day,
  course_id,
  user_id,
  count(*) as active,
  sum(
    case
      when starts_with(event_type, 'edx.course.grade.')
        or starts_with(event_type, 'edx.grades.')
        or starts_with(event_type, 'edx.certificate.')
        or starts_with(event_type, 'edx.cohort.')
        then 0
      else 1
    end
  ) as done,
  sum(case when event_type = 'play_video' and event_source in ('browser', 'mobile') then 1 else 0 end) as played_video,
  sum(case when event_type = 'problem_check' and event_source = 'server' then 1 else 0 end) as attempted_problem,
  sum(
    case
      when starts_with(event_type, 'edx.forum.') and ends_with(event_type, '.created') and event_source = 'server' then 1
      else 0
    end
  ) as posted_forum
from one_row_per_event
where course_id is not null
  and character_length(course_id) <= 255
  and ($compat_keys or course_key_is_strict(course_id))
group by date, day, course_id, user_id

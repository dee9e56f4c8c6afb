-- Question: what did a learner do with the problems, videos and discussion topics of a course on a day?
-- Grain: one learner, course, day, part of the course and kind of event.
-- Rules: PF 8.2 (E1-E7): submissions that the server graded, plays of videos, and posts, responses and comments, which count for their
-- topic. The course may come from the URL (ES E-33). Retired names (over 30 characters) do not count.
with
one_row_per_event as (
  select
    date,
    case when $compat_time then cast(wall_clock(time_text, time) as date) else date end as day,
    case when $compat_mfe then course_id_or_url else coalesce(course_id_or_url, course_id_from_mfe) end as course_id,
    case when username is null then nullif($store_anonymous_username, '') else username end as username,
    case
      when event_type = 'problem_check' then 'problem'
      when event_type = 'play_video' then 'video'
      else 'discussion'
    end as entity_type,
    nullif(
      left(
        strip(
          case
            when event_type = 'problem_check' then problem_id
            when event_type = 'play_video' then video_id
            else forum_topic
          end
        ),
        255
      ),
      ''
    ) as entity_id,
    case
      when event_type = 'problem_check' then 'attempted'
      when event_type = 'play_video' then 'viewed'
      else 'contributed'
    end as event,
    event_type = 'problem_check' and lower(problem_success) = 'correct' as is_completed
  from events
  where event_type in ('problem_check', 'play_video')
    or (starts_with(event_type, 'edx.forum.') and ends_with(event_type, '.created'))
),
counted as (
  select *
  from one_row_per_event
  where username is not null
    and character_length(username) <= 30
    and course_id is not null
    and character_length(course_id) <= 255
    and ($compat_keys or course_key_is_strict(course_id))
    and day is not null
),
one_row_per_part as (
  select
    date,
    day,
    course_id,
    username,
    entity_type,
    entity_id,
    event,
    count(*) as count,
    sum(case when is_completed then 1 else 0 end) as completed
  from counted
  group by date, day, course_id, username, entity_type, entity_id, event
  -- What names no part counts for nothing. A condition on the id itself would have it made twice for each line.
  having count(entity_id) > 0
),
one_row_per_kind as (
  select
    date,
    day,
    course_id,
    username,
    entity_type,
    entity_id,
    unnest(make_array(
      named_struct('event', event, 'count', count),
      named_struct('event', 'completed', 'count', completed)
    )) as kind
  from one_row_per_part
)
select
  date,
  day,
  course_id,
  username,
  entity_type,
  entity_id,
  kind['event'] as event,
  kind['count'] as count
from one_row_per_kind
where kind['count'] > 0

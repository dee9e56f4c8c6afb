-- Question: what did a learner do in a course on a day, of what is counted by learner and period?
-- Grain: one learner, course, day, kind of activity, and problem, video or page.
-- Rules: PF 9.2 (S1-S5). The course comes from the context alone, and the event must carry a payload. A vote counts for whom it is for
-- as well, who is thereby active that day. What is none of the kinds is kept as `other`: it makes a learner active. Ids of videos are
-- taken as they are written, which `raw` alone tells: it is read for plays only.
with
one_row_per_event as (
  select
    date,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    course_id,
    username,
    event_type,
    event_source,
    problem_id,
    lower(problem_success) = 'correct' as is_correct,
    forum_vote,
    case when coalesce(forum_vote_undone, false) then -1 else 1 end as vote,
    nullif(forum_target, '') as target,
    starts_with(event_type, 'edx.forum.') and regexp_like(event_type, '^edx\.forum\.\w+\.voted$') as is_vote,
    starts_with(event_type, '/courses/')
      and regexp_like(event_type, '^/courses/[^/+]+[/+][^/+]+[/+][^/?]+/courseware/[^/]+/[^/]+/') as is_subsection
  from events
  where username is not null
    and event_type not in ('', 'play_video')
    and (has_payload is distinct from false)
    and course_id is not null
    and character_length(course_id) <= 255
    and ($compat_keys or course_key_is_strict(course_id))
),
counted as (
  select *
  from one_row_per_event
  where time is not null
    and not (event_type = 'problem_check' and ((event_source is distinct from 'server') or coalesce(problem_id, '') = ''))
    and not (is_vote and coalesce(forum_vote, '') not in ('up', 'down'))
),
one_row_per_play as (
  select
    date,
    case when $compat_time then wall_clock(time_text, time) else time end as time,
    course_id,
    username,
    nullif(payload_text(raw, 'id'), '') as video_id
  from events
  where username is not null
    and event_type = 'play_video'
    and (has_payload is distinct from false)
    and course_id is not null
    and character_length(course_id) <= 255
    and ($compat_keys or course_key_is_strict(course_id))
),
one_row_per_side as (
  select
    date,
    time,
    course_id,
    username,
    case
      when event_type = 'problem_check' then 'problem'
      when event_type = 'edx.forum.thread.created' then 'post'
      when event_type = 'edx.forum.response.created' then 'response'
      when event_type = 'edx.forum.comment.created' then 'comment'
      when event_type in ('edx.forum.thread.voted', 'edx.forum.response.voted') then concat(forum_vote, 'vote_given')
      when event_type = 'book' then 'page'
      when is_subsection then 'subsection'
      else 'other'
    end as kind,
    case
      when event_type = 'problem_check' then problem_id
      when is_subsection then left(event_type, 1000)
      else ''
    end as entity_id,
    case when is_vote then vote else 1 end as count,
    event_type = 'problem_check' and coalesce(is_correct, false) as is_correct
  from counted
  union all
  select
    date,
    time,
    course_id,
    target as username,
    case
      when event_type in ('edx.forum.thread.voted', 'edx.forum.response.voted') then concat(forum_vote, 'vote_received')
      else 'other'
    end as kind,
    '' as entity_id,
    vote as count,
    false as is_correct
  from counted
  where is_vote
    and target is not null
  union all
  select
    date,
    time,
    course_id,
    username,
    'video' as kind,
    video_id as entity_id,
    1 as count,
    false as is_correct
  from one_row_per_play
  where time is not null
)
select
  date,
  cast(time as date) as day,
  course_id,
  username,
  kind,
  entity_id,
  sum(count) as count,
  max(case when is_correct then 1 else 0 end) as is_correct,
  max(time) as last_time
from one_row_per_side
where character_length(username) <= 255
group by date, cast(time as date), course_id, username, kind, entity_id
-- A play that names no video counts for nothing. A condition on the id itself would be put to the lines as they are read, each of which
-- would then be read twice.
having count(entity_id) > 0

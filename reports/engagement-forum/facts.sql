-- Question: what did a person do in the discussions of a course on a day?
-- Grain: one person, course, day and topic.
-- Rules: OV-9: only what the server says happened; a topic that is missing or too long is the empty one.
with
one_row_per_act as (
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    case when character_length(forum_topic) <= 255 then forum_topic else '' end as topic,
    event_type,
    coalesce(forum_vote_undone, false) as is_undone
  from events
  where event_source = 'server'
    and user_id is not null
    and event_type in (
      'edx.forum.thread.created',
      'edx.forum.response.created',
      'edx.forum.comment.created',
      'edx.forum.thread.voted',
      'edx.forum.response.voted',
      'edx.forum.comment.voted'
    )
)
select
  date,
  course_id,
  user_id,
  coalesce(topic, '') as topic,
  sum(case when event_type = 'edx.forum.thread.created' then 1 else 0 end) as threads,
  sum(case when event_type = 'edx.forum.response.created' then 1 else 0 end) as responses,
  sum(case when event_type = 'edx.forum.comment.created' then 1 else 0 end) as comments,
  sum(case when ends_with(event_type, '.voted') and not is_undone then 1 else 0 end) as votes,
  sum(case when ends_with(event_type, '.voted') and is_undone then 1 else 0 end) as votes_undone
from one_row_per_act
where course_id is not null
  and character_length(course_id) <= 255
  and course_key_is_strict(course_id)
group by date, course_id, user_id, coalesce(topic, '')

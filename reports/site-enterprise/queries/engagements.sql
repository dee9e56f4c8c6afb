-- Question: what did the learners of a customer do in courses? One row per learner, course, day, part of the course and kind of event.
-- Rules: API 2.6. Posts are left out.
select
  engagement.id, engagement.course_id, engagement.created, engagement.username, engagement.date, engagement.entity_type,
  engagement.entity_id, engagement.event, engagement."count"
from module_engagement as engagement
where engagement.entity_type <> 'discussion'
  and engagement.username in (
    select user_username
    from enterprise_user
    where enterprise_id = lower(replace(:enterprise_uuid, '-', ''))
  )
order by engagement.id

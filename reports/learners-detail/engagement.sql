-- Question: what did each learner do with the parts of a course on each day?
-- Grain: one learner, course, day, part of the course and kind of event.
-- Rules: PF 8.2.
select
  course_id,
  username,
  day as date,
  entity_type,
  entity_id,
  event,
  sum(count) as count
from facts_module_engagement
where day >= $from
  and day < $to
group by course_id, username, day, entity_type, entity_id, event

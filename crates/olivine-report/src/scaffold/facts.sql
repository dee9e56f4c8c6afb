-- Question: who did it in a course on a day?
-- Grain: one person, course and day.
select
  date,
  course_id_or_url as course_id,
  user_id,
  count(*) as events
from events
where event_type = 'play_video'
  and course_id_or_url is not null
  and user_id is not null
group by date, course_id_or_url, user_id

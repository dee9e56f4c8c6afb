-- Question: what did one person do in a course on each day? One row per day with anything done.
-- Rules: API 2.8: different problems and videos, all contributions.
select
  date,
  sum(case when entity_type = 'problem' and event = 'attempted' then 1 else 0 end) as problems_attempted,
  sum(case when entity_type = 'problem' and event = 'completed' then 1 else 0 end) as problems_completed,
  sum(case when entity_type = 'discussion' and event = 'contributed' then "count" else 0 end) as discussion_contributions,
  sum(case when entity_type = 'video' and event = 'viewed' then 1 else 0 end) as videos_viewed
from module_engagement
where course_id = :course_id
  and username = :username
group by date
order by date

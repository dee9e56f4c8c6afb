-- Question: what did each person do in a course, overall and in the last week? One row per person.
-- Rules: API 2.1 user_engagement. Nothing is null, not 0; the last week are the seven days up to the last complete one.
select
  username,
  sum(case when entity_type = 'video' then "count" end) as videos_overall,
  sum(case when entity_type = 'video' and date >= :week_date then 1 end) as videos_last_week,
  sum(case when entity_type = 'problem' then "count" end) as problems_overall,
  sum(case when entity_type = 'problem' and date >= :week_date then "count" end) as problems_last_week,
  sum(case when entity_type = 'problem' and event = 'completed' then "count" end) as correct_problems_overall,
  sum(case when entity_type = 'problem' and event = 'completed' and date >= :week_date then "count" end)
    as correct_problems_last_week,
  sum(case when entity_type = 'problem' and event = 'attempted' then "count" end) as problems_attempts_overall,
  sum(case when entity_type = 'problem' and event = 'attempted' and date >= :week_date then "count" end)
    as problems_attempts_last_week,
  sum(case when entity_type = 'discussion' then "count" end) as forum_posts_overall,
  sum(case when entity_type = 'discussion' and date >= :week_date then "count" end) as forum_posts_last_week,
  max(date) as date_last_active
from module_engagement
where course_id = :course_id
group by username
order by username

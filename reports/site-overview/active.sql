-- Question: how many people were active anywhere on the site, week by week? One row per week, the newest first.
-- Rules: OV-62.
select start, learners, courses, created
from active_learners_site
where period = 'week'
  and (:start_date_given = 0 or start >= :start_date)
  and (:end_date_given = 0 or start < :end_date)
order by start desc

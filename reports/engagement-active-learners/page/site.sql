-- Question: how many different people were active on the site in each day, week and month? One row per period.
-- Rules: OV-62. The course is there for the rights of who asks: only who may see all courses sees these numbers.
select
  '' as course_id, period, start, until, learners, courses, created
from active_learners_site
where (:start_date_given = 0 or start >= :start_date)
  and (:end_date_given = 0 or until <= :end_date)
order by start, until

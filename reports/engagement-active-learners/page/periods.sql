-- Question: how many different people were active in a course in each day, week and month? One row per period.
-- Rules: OV-61.
select
  course_id, period, start, until, learners, created
from active_learners
where course_id = :course_id
  and (:start_date_given = 0 or start >= :start_date)
  and (:end_date_given = 0 or until <= :end_date)
order by start, until

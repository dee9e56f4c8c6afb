-- Question: how many different people were active in a course on each day? One row per day with anybody.
-- Rules: OV-61.
select
  course_id, start as "date", learners, created
from active_learners
where course_id = :course_id
  and period = 'day'
  and (:start_date_given = 0 or start >= :start_date)
  and (:end_date_given = 0 or start < :end_date)
order by start

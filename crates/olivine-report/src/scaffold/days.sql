-- Question: how many people did it in a course, day by day?
select "date", people, events, created
from __NAME___daily
where course_id = :course_id
  and (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
order by "date"

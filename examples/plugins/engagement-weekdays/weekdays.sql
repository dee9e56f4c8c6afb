-- Question: on which days of the week do people learn in a course?
-- Grain: one course and day of the week.
select
  course_id,
  iso_weekday(day) as weekday,
  count(distinct user_id) as people,
  count(*) as person_days
from facts_activity
where day >= $from
  and day < $to
  and done > 0
group by course_id, iso_weekday(day)

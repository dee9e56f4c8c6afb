-- Question: how many people were enrolled on the last known day on or before a given one? One row per course.
-- Rules: API 6 (a missing day is not a day without people).
with last_day_of_course as (
  select
    course_id, max("date") as last_date
  from course_enrollment_daily
  where "date" <= :recent_date
    and (:course_ids_given = 0 or course_id in (:course_ids))
  group by course_id
)
select
  daily.course_id, daily."count"
from course_enrollment_daily daily
join last_day_of_course
  on last_day_of_course.course_id = daily.course_id
  and last_day_of_course.last_date = daily."date"
order by daily.course_id

-- Question: how many enrollments do all courses have together, day by day? One row per day, the newest first.
-- Rules: EN 3.9. A person counts once in each course.
select
  "date",
  sum("count") as "count",
  sum(cumulative_count) as cumulative_count,
  sum(case when "count" > 0 then 1 else 0 end) as courses,
  max(created) as created
from course_enrollment_daily
where (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
group by "date"
order by "date" desc

-- Question: how many people of a track or cohort, or people who are not staff, did what in a course, by complete week? One row per
-- week and kind of activity.
-- Rules: UI 2.10, UI 7.3, UI D-24.
select
  interval_start, interval_end, label, sum("count") as "count", max(created) as created
from course_activity_groups
where course_id = :course_id
  and is_over = 1
  and (:start_date_given = 0 or interval_end > :start_time)
  and (:end_date_given = 0 or interval_end <= :end_time)
  and (:track_given = 0 or mode = :track)
  and (:cohort_given = 0 or cohort = :cohort)
  and (:without_staff_given = 0 or is_staff = 0)
group by interval_start, interval_end, label
order by interval_end, label

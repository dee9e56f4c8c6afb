-- Question: how many people did what so far in a course in the week that is not over? One row per kind of activity. The week counts if
-- its last day is among the days asked for.
-- Rules: UI D-27, UI 7.3, UI D-24.
select
  interval_start, interval_end, label, sum("count") as "count", max(created) as created
from course_activity_groups
where course_id = :course_id
  and is_over = 0
  and (:start_date_given = 0 or interval_end > :start_time)
  and (:end_date_given = 0 or interval_end <= :end_time)
  and (:track_given = 0 or mode = :track)
  and (:cohort_given = 0 or cohort = :cohort)
  and (:without_staff_given = 0 or is_staff = 0)
group by interval_start, interval_end, label
order by label

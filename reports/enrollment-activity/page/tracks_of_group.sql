-- Question: how many people of a cohort, or people who are not staff, are enrolled in a course, by day and track? One row per day and
-- track.
-- Rules: UI 7.3, UI D-24. Running sums of what changed, over the days of the course.
select "date", mode, "count", cumulative_count, created
from (
  select
    days."date",
    tracks.mode,
    sum(coalesce(moved.enrolled, 0)) over (partition by tracks.mode order by days."date") as "count",
    sum(coalesce(moved.present, 0)) over (partition by tracks.mode order by days."date") as cumulative_count,
    days.created
  from course_enrollment_daily as days
  cross join (
    select distinct mode
    from course_enrollment_changes
    where course_id = :course_id
  ) as tracks
  left join (
    select mode, "date", sum(enrolled) as enrolled, sum(present) as present
    from course_enrollment_changes
    where course_id = :course_id
      and (:cohort_given = 0 or cohort = :cohort)
      and (:without_staff_given = 0 or is_staff = 0)
    group by mode, "date"
  ) as moved
    on moved.mode = tracks.mode
    and moved."date" = days."date"
  where days.course_id = :course_id
) as state
where (:start_date_given = 0 or "date" >= :start_date)
  and (:end_date_given = 0 or "date" < :end_date)
  and (:track_given = 0 or mode = :track)
  and cumulative_count > 0
order by "date", mode

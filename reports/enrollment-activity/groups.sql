-- Question: how did the number of people enrolled in a track of a course change on each day, by cohort and role?
-- Grain: one course, track, day with any change, cohort and role. Days without change are not written out: there would be one for
-- each cohort and day.
-- Rules: as `course_enrollment_mode_daily`, whose numbers are the running sums over all cohorts and roles.
with
one_row_per_change as (
  select course_id, user_id, mode, date, at_end as enrolled, 1 as present
  from run_enrollment_days
  union all
  select course_id, user_id, mode, until as date, -at_end as enrolled, -1 as present
  from run_enrollment_days
  where until is not null
)
select
  change.course_id,
  change.mode,
  change.date,
  coalesce(member.cohort, '') as cohort,
  staff.user_id is not null as is_staff,
  sum(change.enrolled) as enrolled,
  sum(change.present) as present
from one_row_per_change as change
left join run_cohort_members as member
  on member.course_id = change.course_id
  and member.user_id = change.user_id
left join run_course_staff as staff
  on staff.course_id = change.course_id
  and staff.user_id = change.user_id
group by change.course_id, change.mode, change.date, coalesce(member.cohort, ''), staff.user_id is not null

-- Question: how many people are enrolled in each track of a course at the end of each day?
-- Grain: one course, track and day on which somebody is in that track.
-- Rules: EN 3.5-3.9, table 3.8: a person is in the track of the last event, also after leaving; a track without anybody
-- has no row, so the cumulative count of a track can fall.
with
one_row_per_change as (
  select course_id, mode, date, at_end as enrolled, 1 as present
  from run_enrollment_days
  union all
  select course_id, mode, until as date, -at_end as enrolled, -1 as present
  from run_enrollment_days
  where until is not null
),
one_row_per_track_and_changed_day as (
  select
    course_id,
    mode,
    date,
    sum(enrolled) as enrolled,
    sum(present) as present
  from one_row_per_change
  group by course_id, mode, date
),
one_row_per_track_and_day as (
  select
    course_id,
    mode,
    unnest(range(min(date), $to, interval '1 day')) as date,
    0 as enrolled,
    0 as present
  from one_row_per_track_and_changed_day
  group by course_id, mode
),
movement as (
  select
    course_id,
    mode,
    date,
    sum(enrolled) as enrolled,
    sum(present) as present
  from (
    select course_id, mode, date, enrolled, present from one_row_per_track_and_changed_day
    union all
    select course_id, mode, date, enrolled, present from one_row_per_track_and_day
  )
  group by course_id, mode, date
),
state as (
  select
    date,
    course_id,
    mode,
    sum(enrolled) over (partition by course_id, mode order by date) as count,
    sum(present) over (partition by course_id, mode order by date) as cumulative_count
  from movement
)
select
  date,
  course_id,
  mode,
  count,
  cumulative_count
from state
where cumulative_count > 0

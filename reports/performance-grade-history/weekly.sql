-- Question: how many learners of a course had a grade at the end of each week, which one in the mean, and how many had passed?
-- Grain: one course and complete week, from the first one at whose end anything is known to the last.
-- Rules: OV-57; weeks as EN 4.1. A state lasts until an event changes it: only its changes are added up, week after week, so that
-- nobody has a row for each week.
with
one_row_per_day_of_change as (
  select course_id, user_id, date, iso_week_start(date) as week_start, grade_percent, is_passing
  from facts_course_grades
  where date >= $from
    and date < iso_week_start($to)
),
grade_in_week as (
  select
    course_id,
    user_id,
    week_start,
    grade_percent,
    row_number() over (partition by course_id, user_id, week_start order by date desc) as place
  from one_row_per_day_of_change
  where grade_percent is not null
),
grade_at_end as (
  select
    course_id,
    week_start,
    grade_percent,
    lag(grade_percent) over (partition by course_id, user_id order by week_start) as percent_before
  from grade_in_week
  where place = 1
),
standing_in_week as (
  select
    course_id,
    user_id,
    week_start,
    is_passing,
    row_number() over (partition by course_id, user_id, week_start order by date desc) as place
  from one_row_per_day_of_change
),
standing_at_end as (
  select
    course_id,
    week_start,
    is_passing,
    lag(is_passing) over (partition by course_id, user_id order by week_start) as was_passing
  from standing_in_week
  where place = 1
),
changed as (
  select
    course_id,
    week_start,
    0 as learners,
    case when percent_before is null then 1 else 0 end as graded,
    grade_percent - coalesce(percent_before, 0) as percents,
    0 as passed,
    0 as newly_passed
  from grade_at_end
  union all
  select
    course_id,
    week_start,
    case when was_passing is null then 1 else 0 end as learners,
    0 as graded,
    0 as percents,
    is_passing - coalesce(was_passing, 0) as passed,
    case when is_passing = 1 and coalesce(was_passing, 0) = 0 then 1 else 0 end as newly_passed
  from standing_at_end
),
one_row_per_course_and_changed_week as (
  select
    course_id,
    week_start,
    sum(learners) as learners,
    sum(graded) as graded,
    sum(percents) as percents,
    sum(passed) as passed,
    sum(newly_passed) as newly_passed
  from changed
  group by course_id, week_start
),
one_row_per_course_and_week as (
  select
    course_id,
    unnest(range(min(week_start), iso_week_start($to), interval '7 days')) as week_start,
    0 as learners,
    0 as graded,
    0 as percents,
    0 as passed,
    0 as newly_passed
  from one_row_per_course_and_changed_week
  group by course_id
),
movement as (
  select
    course_id,
    week_start,
    sum(learners) as learners,
    sum(graded) as graded,
    sum(percents) as percents,
    sum(passed) as passed,
    sum(newly_passed) as newly_passed
  from (
    select course_id, week_start, learners, graded, percents, passed, newly_passed from one_row_per_course_and_changed_week
    union all
    select course_id, week_start, learners, graded, percents, passed, newly_passed from one_row_per_course_and_week
  )
  group by course_id, week_start
),
state as (
  select
    course_id,
    week_start,
    date_sub_days(week_start, -6) as week_ending,
    sum(learners) over (partition by course_id order by week_start) as learners,
    sum(graded) over (partition by course_id order by week_start) as graded,
    sum(percents) over (partition by course_id order by week_start) as percents,
    sum(passed) over (partition by course_id order by week_start) as passed,
    newly_passed
  from movement
)
select
  state.course_id,
  state.week_start,
  state.week_ending,
  state.learners,
  state.graded,
  case when state.graded > 0 then cast(state.percents as double) / (100.0 * cast(state.graded as double)) end as mean_grade,
  state.passed,
  state.newly_passed,
  case when dates.ends < cast(state.week_ending as timestamp) then state.learners - state.passed else 0 end as not_passed,
  case when dates.ends < cast(state.week_ending as timestamp) then 0 else state.learners - state.passed end as in_progress
from state
left join run_course_dates as dates
  on dates.course_id = state.course_id
where state.week_start >= $from

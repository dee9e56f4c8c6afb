-- Question: how do the people who are enrolled divide by gender, day by day?
-- Grain: one course, gender and day, from the first event of somebody of that gender to the last complete day.
-- Rules: EN 3.5. The profile of the newest snapshot holds for all days; an empty gender is none.
with
one_row_per_stretch as (
  select
    stretch.course_id,
    nullif(profile.gender, '') as gender,
    stretch.date,
    stretch.change,
    stretch.is_first
  from run_enrollment_days as stretch
  left join lms_auth_userprofile as profile
    on profile.user_id = stretch.user_id
),
one_row_per_gender_and_changed_day as (
  select
    course_id,
    gender,
    date,
    sum(change) as enrolled,
    sum(case when is_first then 1 else 0 end) as arrived
  from one_row_per_stretch
  group by course_id, gender, date
),
one_row_per_gender_and_day as (
  select
    course_id,
    gender,
    unnest(range(min(date), $to, interval '1 day')) as date,
    0 as enrolled,
    0 as arrived
  from one_row_per_gender_and_changed_day
  group by course_id, gender
),
movement as (
  select
    course_id,
    gender,
    date,
    sum(enrolled) as enrolled,
    sum(arrived) as arrived
  from (
    select course_id, gender, date, enrolled, arrived from one_row_per_gender_and_changed_day
    union all
    select course_id, gender, date, enrolled, arrived from one_row_per_gender_and_day
  )
  group by course_id, gender, date
)
select
  date,
  course_id,
  gender,
  sum(enrolled) over (partition by course_id, gender order by date) as count,
  sum(arrived) over (partition by course_id, gender order by date) as cumulative_count
from movement

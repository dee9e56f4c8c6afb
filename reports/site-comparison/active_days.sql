-- Question: how many people were active in a course on each day, and how many of them for the first time?
-- Grain: one course and day with activity.
-- Rules: OV-14; activity as OV-60.
with
one_row_per_person_and_day as (
  select
    course_id,
    user_id,
    day,
    case when row_number() over (partition by course_id, user_id order by day) = 1 then 1 else 0 end as is_first
  from (
    select distinct course_id, user_id, day
    from facts_activity
    where day >= $from
      and day < $to
      and done > 0
  )
)
select
  course_id,
  day as date,
  count(*) as active,
  sum(is_first) as first_active
from one_row_per_person_and_day
group by course_id, day

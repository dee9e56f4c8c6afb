-- Question: who was active in a course often enough and has been quiet since?
-- Grain: one person and course.
with
one_row_per_person as (
  select
    course_id,
    user_id,
    max(day) as last_active,
    count(distinct day) as active_days
  from facts_activity
  where day >= $from
    and day < $to
    and done > 0
  group by course_id, user_id
)
select
  person.course_id,
  person.user_id,
  account.username,
  person.last_active,
  person.active_days,
  days_between(person.last_active, date_sub_days($to, 1)) as quiet_days
from one_row_per_person as person
left join lms_auth_user as account on account.id = person.user_id
where person.active_days >= $least_days
  and person.last_active < date_sub_days($to, $quiet_days)

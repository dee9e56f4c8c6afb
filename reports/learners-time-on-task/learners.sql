-- Question: how long has each learner been in a course so far, and at what?
-- Grain: one person in one course.
-- Rules: OV-44. The user name comes from the newest LMS snapshot, where there is one.
with
one_row_per_person as (
  select
    course_id,
    user_id,
    sum(microseconds) as all_kinds,
    sum(case when kind = 'video' then microseconds else 0 end) as video,
    sum(case when kind = 'problem' then microseconds else 0 end) as problem,
    sum(case when kind = 'discussion' then microseconds else 0 end) as discussion,
    sum(case when kind = 'assessment' then microseconds else 0 end) as assessment,
    sum(case when kind = 'page' then microseconds else 0 end) as page,
    count(distinct date) as days,
    max(date) as last_date
  from run_time_on_task
  group by course_id, user_id
)
select
  spent.course_id,
  spent.user_id,
  account.username,
  spent.all_kinds / 1000000.0 as seconds,
  spent.video / 1000000.0 as video_seconds,
  spent.problem / 1000000.0 as problem_seconds,
  spent.discussion / 1000000.0 as discussion_seconds,
  spent.assessment / 1000000.0 as assessment_seconds,
  spent.page / 1000000.0 as page_seconds,
  spent.days,
  spent.last_date
from one_row_per_person as spent
left join lms_auth_user as account
  on account.id = spent.user_id

-- Question: what did each enrolled learner do in each course, in each period, also those who did nothing?
-- Grain: one learner, course, kind of period and period at whose end the learner was enrolled.
-- Rules: PF 9.4 (CSV). Enrollment is that of the one history that all enrollment reports share. What people did who were not
-- enrolled is left out here. Files are named by the period.
with
one_row_per_day as (
  select
    course_id,
    user_id,
    unnest(range(
      greatest(
        date,
        case when $interval_days > 0 then greatest($from, date_sub_days($to, $interval_days)) else $from end
      ),
      least(coalesce(until, $to), $to),
      interval '1 day'
    )) as date
  from run_enrollment_days
  where at_end = 1
),
one_row_per_period as (
  select course_id, user_id, date, 'daily' as interval_type from one_row_per_day
  union all
  select course_id, user_id, date, 'weekly' as interval_type
  from one_row_per_day
  where iso_weekday(date) = iso_weekday(date_sub_days($to, 1))
  union all
  select course_id, user_id, date, 'all' as interval_type from one_row_per_day where date = date_sub_days($to, 1)
)
select
  period.interval_type,
  period.course_id,
  period.date as end_date,
  case
    when period.interval_type <> 'all' then cast(period.date as text)
    else concat(
      cast(case when $interval_days > 0 then greatest($from, date_sub_days($to, $interval_days)) else $from end as text),
      '-',
      cast($to as text)
    )
  end as period,
  account.username,
  coalesce(account.email, '') as email,
  coalesce(member.cohort, '') as cohort,
  coalesce(engaged.days_active, 0) as days_active,
  coalesce(engaged.problems_attempted, 0) as problems_attempted,
  coalesce(engaged.problem_attempts, 0) as problem_attempts,
  coalesce(engaged.problems_correct, 0) as problems_correct,
  coalesce(engaged.videos_played, 0) as videos_played,
  coalesce(engaged.forum_posts, 0) as forum_posts,
  coalesce(engaged.forum_responses, 0) as forum_responses,
  coalesce(engaged.forum_comments, 0) as forum_comments,
  coalesce(engaged.forum_upvotes_given, 0) as forum_upvotes_given,
  coalesce(engaged.forum_downvotes_given, 0) as forum_downvotes_given,
  coalesce(engaged.forum_upvotes_received, 0) as forum_upvotes_received,
  coalesce(engaged.forum_downvotes_received, 0) as forum_downvotes_received,
  coalesce(engaged.textbook_pages_viewed, 0) as textbook_pages_viewed,
  coalesce(engaged.last_subsection_viewed, '') as last_subsection_viewed
from one_row_per_period as period
inner join lms_auth_user as account
  on account.id = period.user_id
left join run_cohort_members as member
  on member.course_id = period.course_id
  and member.user_id = period.user_id
left join run_student_engagement as engaged
  on engaged.interval_type = period.interval_type
  and engaged.end_date = period.date
  and engaged.course_id = period.course_id
  and engaged.username = account.username
where account.username is not null

-- Question: who is or was enrolled in a course, and what did they do in the last week?
-- Grain: one person and course with any enrollment event.
-- Rules: PF 8.6. The state of enrollment is that at the end of the last complete day, from the same stretches as all enrollment
-- reports. Without an account or a profile there is no row. What a person did is found by user name.
with
one_row_per_learner as (
  select
    course_id,
    user_id,
    max(case when until is null then mode end) as enrollment_mode,
    max(case when until is null then at_end end) as at_end,
    min(case when at_end = 1 then date end) as enrollment_date
  from run_enrollment_days
  group by course_id, user_id
),
one_row_per_engaged as (
  select
    course_id,
    username,
    max(case when segment = 'highly_engaged' then 1 else 0 end) as is_highly_engaged,
    max(case when segment = 'struggling' then 1 else 0 end) as is_struggling
  from run_engagement_segments
  group by course_id, username
),
one_row_per_person as (
  select
    learner.course_id,
    account.username,
    learner.user_id,
    single_line(profile.name, $max_field_length) as name,
    account.email,
    learner.enrollment_mode,
    learner.enrollment_date,
    member.cohort,
    coalesce(weeks.problem_attempts, 0) as problem_attempts,
    coalesce(weeks.problems_attempted, 0) as problems_attempted,
    coalesce(weeks.problems_completed, 0) as problems_completed,
    coalesce(weeks.videos_viewed, 0) as videos_viewed,
    coalesce(weeks.discussion_contributions, 0) as discussion_contributions,
    case
      when weeks.problem_attempts_per_completed < cast('Infinity' as double) then weeks.problem_attempts_per_completed
    end as problem_attempts_per_completed,
    learner.at_end = 0 as is_unenrolled,
    coalesce(weeks.days_active, 0) = 0 and coalesce(weeks.days_active_before, 0) = 0 as is_inactive,
    coalesce(weeks.days_active, 0) = 0 and coalesce(weeks.days_active_before, 0) > 0 as is_disengaging,
    coalesce(engaged.is_highly_engaged, 0) = 1 as is_highly_engaged,
    coalesce(engaged.is_struggling, 0) = 1 as is_struggling,
    single_line(profile.language, $max_field_length) as language,
    single_line(profile.location, $max_field_length) as location,
    profile.year_of_birth,
    single_line(profile.level_of_education, $max_field_length) as level_of_education,
    single_line(profile.gender, $max_field_length) as gender,
    single_line(profile.mailing_address, $max_field_length) as mailing_address,
    single_line(profile.city, $max_field_length) as city,
    single_line(profile.country, $max_field_length) as country,
    single_line(profile.goals, $max_field_length) as goals
  from one_row_per_learner as learner
  inner join lms_auth_user as account
    on account.id = learner.user_id
  inner join lms_auth_userprofile as profile
    on profile.user_id = learner.user_id
  left join run_cohort_members as member
    on member.course_id = learner.course_id
    and member.user_id = learner.user_id
  left join run_engagement_weeks as weeks
    on weeks.course_id = learner.course_id
    and weeks.username = account.username
  left join one_row_per_engaged as engaged
    on engaged.course_id = learner.course_id
    and engaged.username = account.username
  where account.username is not null
)
select
  course_id,
  username,
  user_id,
  date_sub_days($to, 7) as start_date,
  $to as end_date,
  name,
  email,
  enrollment_mode,
  enrollment_date,
  cohort,
  problem_attempts,
  problems_attempted,
  problems_completed,
  problem_attempts_per_completed,
  videos_viewed,
  discussion_contributions,
  array_to_string(
    make_array(
      case when is_unenrolled then 'unenrolled' end,
      case when is_inactive then 'inactive' end,
      case when is_disengaging then 'disengaging' end,
      case when is_highly_engaged then 'highly_engaged' end,
      case when is_struggling then 'struggling' end
    ),
    ','
  ) as segments,
  is_unenrolled,
  is_inactive,
  is_disengaging,
  is_highly_engaged,
  is_struggling,
  case when problem_attempts_per_completed is null then -problem_attempts else problem_attempts end as attempt_ratio_order,
  language,
  location,
  year_of_birth,
  level_of_education,
  gender,
  mailing_address,
  city,
  country,
  goals,
  lower(concat(coalesce(name, ''), chr(10), username, chr(10), coalesce(email, ''))) as search_text
from one_row_per_person

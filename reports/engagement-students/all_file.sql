-- Question: what did each enrolled learner do in each course, for the files of each interval?
-- Grain: one learner, course and period.
-- Rules: PF 9.4 (CSV).
select
  course_id,
  concat(cast(case when $interval_days > 0 then greatest($from, date_sub_days($to, $interval_days)) else $from end as text), '-', cast($to as text)) as period,
  end_date,
  username,
  email,
  cohort,
  days_active,
  problems_attempted,
  problem_attempts,
  problems_correct,
  videos_played,
  forum_posts,
  forum_responses,
  forum_comments,
  forum_upvotes_given,
  forum_downvotes_given,
  forum_upvotes_received,
  forum_downvotes_received,
  textbook_pages_viewed,
  last_subsection_viewed
from run_student_engagement_enrolled
where interval_type = 'all'

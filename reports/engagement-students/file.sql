-- Question: what did each enrolled learner do in each course, for the files of each day, each week, or the whole interval?
-- Grain: one learner, course and period.
-- Rules: PF 9.4 (CSV).
select
  course_id,
  period,
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
where interval_type = $interval_type

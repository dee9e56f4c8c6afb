-- Question: what did each learner do in each course, by day, by week, or in all the time asked for?
-- Grain: one learner, course and period.
-- Rules: PF 9.4.
select
  end_date,
  course_id,
  username,
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
from run_student_engagement
where interval_type = $interval_type

-- Question: how long has each learner been in a course so far, and at what? One row per learner, those with most time first.
-- Rules: OV-44.
select
  course_id,
  username,
  user_id,
  seconds / 60.0 as minutes,
  video_seconds / 60.0 as video_minutes,
  problem_seconds / 60.0 as problem_minutes,
  discussion_seconds / 60.0 as discussion_minutes,
  assessment_seconds / 60.0 as assessment_minutes,
  page_seconds / 60.0 as page_minutes,
  days,
  last_date,
  created
from time_on_task_learners
where course_id = :course_id
order by seconds desc, user_id

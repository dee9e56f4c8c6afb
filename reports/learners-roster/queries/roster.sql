-- Who was ever enrolled in a course? One row per person, without address, birth year and goals (UI D-12).
select
  username, name, email, enrollment_mode, enrollment_date, cohort, segments, problems_attempted, problems_completed,
  problem_attempts_per_completed, videos_viewed, discussion_contributions
from learner_roster
where course_id = :course_id
order by username

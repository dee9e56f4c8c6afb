-- Question: who is one person of a course? One row, or none.
-- Rules: API 2.8.
select
  user_id, username, enrollment_mode, name, email, language, location, year_of_birth, level_of_education, gender,
  mailing_address, city, country, goals, segments, problems_attempted, problems_completed, problem_attempts_per_completed,
  videos_viewed, discussion_contributions, enrollment_date, cohort, created
from learner_roster
where course_id = :course_id
  and username = :username

-- Question: who of a course may be about to drop out, and what speaks for it? One row per person, the highest score first.
-- Rules: OV-8.
select
  number, user_id, username, email, mode, score, last_visit, days_away, days_left, days_lately, days_before, tries_lately,
  right_lately, tries_before, right_before, grade_percent, reasons, created
from learner_risk
where course_id = :course_id
order by number

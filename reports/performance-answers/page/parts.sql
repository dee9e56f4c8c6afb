-- Question: how many learners answered each part of the problems of a course, at first and at last, and how many rightly?
-- One row per part. Rules: UI 4.4.
select
  module_id,
  max(problem_display_name) as problem_display_name,
  part_id,
  max(question_text) as question_text,
  sum(first_response_count) as first_responses,
  sum(case when correct = 1 then first_response_count else 0 end) as first_correct,
  sum(last_response_count) as last_responses,
  sum(case when correct = 1 then last_response_count else 0 end) as last_correct,
  max(created) as created
from answer_distribution
where course_id = :course_id
group by module_id, part_id
order by module_id, part_id

-- Question: how often was each answer to the parts of a problem given, in all courses that have it, or in one? One row per answer.
-- Rules: API 2.2 (answer_distribution). The handler makes one of rows that differ in their variant only.
select
  course_id, module_id, part_id, correct, value_id, answer_value_text, problem_display_name, question_text, variant, created,
  first_response_count, last_response_count
from answer_distribution
where module_id = :module_id
  and (:course_id_given = 0 or course_id = :course_id)
order by part_id, id

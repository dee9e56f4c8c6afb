-- Question: how often was each problem of a course that has tags submitted? One row per problem and tag; the handler brings the tags
-- together.
-- Rules: API 2.1 (problems_and_tags).
select module_id, total_submissions, correct_submissions, tag_name, tag_value, created
from tags_distribution
where course_id = :course_id
order by id

-- Question: how often was each problem of a course submitted? One row per problem and part; the handler brings the parts together.
-- Rules: API 2.1 (problems).
select
  module_id,
  part_id,
  sum(last_response_count) as submissions,
  sum(case when correct = 1 then last_response_count else 0 end) as correct_submissions,
  max(created) as created
from answer_distribution
where course_id = :course_id
group by module_id, part_id
order by module_id, part_id

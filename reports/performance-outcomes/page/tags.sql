-- Question: how often were the problems of a course submitted, by tag, and how often rightly? One row per tag.
-- Rules: UI 4.5.
select
  tag_name,
  tag_value,
  count(*) as problems,
  sum(total_submissions) as total_submissions,
  sum(correct_submissions) as correct_submissions,
  max(created) as created
from tags_distribution
where course_id = :course_id
group by tag_name, tag_value
order by tag_name, tag_value

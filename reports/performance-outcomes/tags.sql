-- Question: how often were problems of each tag submitted, and how often rightly?
-- Grain: one course, problem, tag name and tag value.
-- Rules: PF T4 … T7. The latest submission in the interval tells the tags of a problem; without tags it has no rows.
with
one_row_per_problem as (
  select
    course_id,
    problem_id,
    sum(submissions) as total_submissions,
    sum(correct) as correct_submissions,
    last_value(tags order by last_time, coalesce(tags, '')) as tags
  from facts_problem_tags
  where cast(last_time as date) >= $from
    and cast(last_time as date) < $to
    and character_length(problem_id) <= 255
  group by course_id, problem_id
),
one_row_per_tag as (
  select course_id, problem_id, total_submissions, correct_submissions, unnest(tag_values(tags)) as tag
  from one_row_per_problem
)
select
  course_id,
  course_key_org(course_id) as org_id,
  problem_id as module_id,
  tag['name'] as tag_name,
  tag['value'] as tag_value,
  total_submissions,
  correct_submissions
from one_row_per_tag
where tag is not null

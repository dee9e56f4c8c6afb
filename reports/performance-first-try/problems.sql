-- Question: how many learners were right at their first try, and how many tries did a problem take?
-- Grain: one problem that anybody tried.
-- Rules: OV-6. Means are quotients of whole numbers, so the order of adding does not matter.
with
one_row_per_problem as (
  select
    course_id,
    problem_id,
    count(*) as learners,
    sum(first_is_right) as first_try_right,
    count(tries_until_right) as ever_right,
    sum(tries) as tries,
    sum(right_tries) as right_tries,
    sum(tries_until_right) as tries_until_right
  from run_problem_tries
  group by course_id, problem_id
),
place as (
  select course_id, block_id, display_name, section_name, subsection_name, sort_idx
  from run_course_outline
)
select
  problem.course_id,
  problem.problem_id,
  place.display_name as problem,
  place.section_name as section,
  place.subsection_name as subsection,
  row_number() over (
    partition by problem.course_id
    order by place.sort_idx nulls last, problem.problem_id
  ) as number,
  problem.learners,
  problem.first_try_right,
  problem.ever_right,
  problem.tries,
  problem.right_tries,
  100.0 * cast(problem.first_try_right as double) / cast(problem.learners as double) as first_try_percent,
  100.0 * cast(problem.ever_right as double) / cast(problem.learners as double) as right_percent,
  cast(problem.tries as double) / cast(problem.learners as double) as mean_tries,
  cast(problem.right_tries as double) / cast(problem.learners as double) as mean_right_tries,
  cast(problem.tries - problem.right_tries as double) / cast(problem.learners as double) as mean_wrong_tries,
  case
    when problem.ever_right > 0 then cast(problem.tries_until_right as double) / cast(problem.ever_right as double)
  end as mean_tries_until_right
from one_row_per_problem as problem
left join place
  on place.course_id = problem.course_id
  and place.block_id = problem.problem_id

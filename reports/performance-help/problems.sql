-- Question: how many learners tried a problem, looked at hints, and were shown the answer?
-- Grain: one problem that anybody tried or got help with.
-- Rules: OV-21.
with
one_row_per_problem as (
  select
    course_id,
    problem_id,
    sum(has_tried) as learners,
    sum(case when hints > 0 then 1 else 0 end) as hint_learners,
    sum(hints) as hints,
    sum(case when feedbacks > 0 then 1 else 0 end) as feedback_learners,
    sum(feedbacks) as feedbacks,
    sum(saw_answer) as answer_learners,
    sum(before_right) as answer_before_right,
    sum(never_right) as answer_never_right
  from run_problem_help
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
  problem.hint_learners,
  problem.hints,
  problem.feedback_learners,
  problem.feedbacks,
  problem.answer_learners,
  problem.answer_before_right,
  problem.answer_never_right,
  case
    when problem.answer_learners > 0
      then 100.0 * cast(problem.answer_before_right as double) / cast(problem.answer_learners as double)
  end as answer_before_right_percent
from one_row_per_problem as problem
left join place
  on place.course_id = problem.course_id
  and place.block_id = problem.problem_id

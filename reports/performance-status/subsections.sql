-- Question: how do the learners of each course score in its subsections?
-- Grain: one subsection in which an enrolled learner has a score.
-- Rules: OV-54, OV-55. Points are counted in thousandths, shares in hundredths of a percent: no sum depends on its order.
with
subsection as (
  select course_id, block_id, section_name, display_name, sort_idx
  from run_course_outline
  where page_id is null
),
newest_grade as (
  select
    course_id,
    user_id,
    usage_key as block_id,
    case when possible_graded > 0 then earned_graded else earned_all end as earned,
    case when possible_graded > 0 then possible_graded else possible_all end as possible,
    row_number() over (partition by course_id, user_id, usage_key order by modified desc nulls last, id desc nulls last) as place
  from lms_grades_persistentsubsectiongrade
),
grade_in_points as (
  select
    course_id,
    user_id,
    block_id,
    case when earned between 0 and 1000000 then cast(round(earned * 1000) as bigint) end as earned,
    case when possible between 0 and 1000000 then cast(round(possible * 1000) as bigint) end as possible
  from newest_grade
  where place = 1
),
grade as (
  select course_id, user_id, block_id, earned, possible
  from grade_in_points
  where earned is not null
    and possible > 0
),
module_in_points as (
  select
    course_id,
    module_id as block_id,
    student_id as user_id,
    case when grade between 0 and 1000000 then cast(round(grade * 1000) as bigint) end as earned,
    case when max_grade between 0 and 1000000 then cast(round(max_grade * 1000) as bigint) end as possible
  from lms_courseware_studentmodule
),
block as (
  select outline.course_id, outline.subsection_id, outline.block_id, max(module.possible) as possible
  from run_course_outline as outline
  join module_in_points as module
    on module.course_id = outline.course_id
    and module.block_id = outline.block_id
  where outline.page_id is not null
    and module.possible > 0
  group by outline.course_id, outline.subsection_id, outline.block_id
),
whole as (
  select course_id, subsection_id, sum(possible) as possible
  from block
  group by course_id, subsection_id
),
one_row_per_person_and_block as (
  select block.course_id, block.subsection_id, block.block_id, module.user_id, max(module.earned) as earned
  from block
  join module_in_points as module
    on module.course_id = block.course_id
    and module.block_id = block.block_id
  where module.earned is not null
  group by block.course_id, block.subsection_id, block.block_id, module.user_id
),
reached as (
  select course_id, subsection_id, user_id, sum(earned) as earned
  from one_row_per_person_and_block
  group by course_id, subsection_id, user_id
),
score as (
  select course_id, user_id, block_id, earned, possible, 1 as is_grade
  from grade
  union all
  select reached.course_id, reached.user_id, reached.subsection_id as block_id, reached.earned, whole.possible, 0 as is_grade
  from reached
  join whole
    on whole.course_id = reached.course_id
    and whole.subsection_id = reached.subsection_id
  left join grade
    on grade.course_id = reached.course_id
    and grade.user_id = reached.user_id
    and grade.block_id = reached.subsection_id
  where grade.user_id is null
)
select
  score.course_id,
  score.block_id,
  subsection.section_name as section,
  subsection.display_name as subsection,
  subsection.sort_idx,
  count(*) as learners,
  sum(score.is_grade) as from_grades,
  cast(sum(cast(round(10000.0 * cast(score.earned as double) / cast(score.possible as double)) as bigint)) as double)
    / (100.0 * count(*)) as mean_percent,
  sum(case when score.earned = 0 then 1 else 0 end) as scored_0,
  sum(case when score.earned > 0 and 100 * score.earned <= 30 * score.possible then 1 else 0 end) as scored_to_30,
  sum(case when 100 * score.earned > 30 * score.possible and 100 * score.earned <= 50 * score.possible then 1 else 0 end)
    as scored_to_50,
  sum(case when 100 * score.earned > 50 * score.possible and 100 * score.earned <= 70 * score.possible then 1 else 0 end)
    as scored_to_70,
  sum(case when 100 * score.earned > 70 * score.possible and 100 * score.earned <= 90 * score.possible then 1 else 0 end)
    as scored_to_90,
  sum(case when 100 * score.earned > 90 * score.possible then 1 else 0 end) as scored_above_90
from score
join run_enrollment_days as stretch
  on stretch.course_id = score.course_id
  and stretch.user_id = score.user_id
join subsection
  on subsection.course_id = score.course_id
  and subsection.block_id = score.block_id
where stretch.until is null
  and stretch.at_end = 1
group by score.course_id, score.block_id, subsection.section_name, subsection.display_name, subsection.sort_idx

-- Question: what are the blocks called in which learners did something, and in which order do they stand?
-- Grain: one block of a course.
-- Rules: PF 5.3 for names and order. Of several blocks of a course with the same name each has a number, in the order of the course; a
-- block that the structure does not know, which may have been deleted, comes last, named by its type and the beginning of its id.
with
one_row_per_module as (
  select distinct course_id, module_id
  from lms_courseware_studentmodule
  where module_id is not null
    and course_id is not null
    and character_length(module_id) <= 255
    and character_length(course_id) <= 255
),
one_row_per_name as (
  select
    module.course_id,
    module.module_id,
    coalesce(
      block.display_name,
      case
        when character_length(block_name(module.module_id)) > 12
          then block_type(module.module_id) || ' ' || substr(block_name(module.module_id), 1, 8) || '…'
        else block_type(module.module_id) || ' ' || block_name(module.module_id)
      end,
      module.module_id
    ) as name,
    block.course_path,
    block.sort_idx,
    row_number() over (partition by module.course_id order by block.sort_idx nulls last, module.module_id) as place
  from one_row_per_module as module
  left join lms_course_blocks as block
    on block.course_id = module.course_id
    and block.block_id = module.module_id
)
select
  course_id,
  module_id,
  case
    when count(*) over (partition by course_id, name) = 1 then name
    else name || ' (' || cast(row_number() over (partition by course_id, name order by place) as varchar) || ')'
  end as name,
  course_path,
  place
from one_row_per_name

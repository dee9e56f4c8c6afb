-- Question: how many of the people enrolled in a course used none, some or all problems, or videos, of it, of a section, of a
-- subsection?
-- Grain: one course, section or subsection and one type of block that it has.
-- Rules: OV-17.
with
block as (
  select course_id, block_type, section_id, section_name, section_idx, subsection_id, subsection_name, subsection_idx
  from run_course_outline
  where page_id is not null
    and block_type in ('problem', 'video')
),
enrolled as (
  select course_id, count(*) as enrolled
  from run_enrollment_days
  where until is null
    and at_end = 1
  group by course_id
),
part as (
  select
    course_id,
    block_type,
    'course' as level,
    cast(null as varchar) as section,
    cast(null as varchar) as subsection,
    cast(0 as bigint) as sort_idx,
    '' as block_id,
    count(*) as blocks
  from block
  group by course_id, block_type
  union all
  select
    course_id,
    block_type,
    'section' as level,
    section_name as section,
    cast(null as varchar) as subsection,
    section_idx as sort_idx,
    section_id as block_id,
    count(*) as blocks
  from block
  group by course_id, block_type, section_name, section_idx, section_id
  union all
  select
    course_id,
    block_type,
    'subsection' as level,
    section_name as section,
    subsection_name as subsection,
    subsection_idx as sort_idx,
    subsection_id as block_id,
    count(*) as blocks
  from block
  group by course_id, block_type, section_name, subsection_name, subsection_idx, subsection_id
),
one_row_per_person_and_part as (
  select course_id, user_id, block_type, 'course' as level, '' as block_id, sum(used) as used
  from run_coverage
  group by course_id, user_id, block_type
  union all
  select course_id, user_id, block_type, 'section' as level, section_id as block_id, sum(used) as used
  from run_coverage
  group by course_id, user_id, block_type, section_id
  union all
  select course_id, user_id, block_type, 'subsection' as level, subsection_id as block_id, used
  from run_coverage
),
coverage as (
  select
    part.course_id,
    part.block_type,
    part.level,
    part.block_id,
    count(*) as used_any,
    sum(case when person.used = part.blocks then 1 else 0 end) as used_all,
    sum(person.used) as used
  from one_row_per_person_and_part as person
  join part
    on part.course_id = person.course_id
    and part.block_type = person.block_type
    and part.level = person.level
    and part.block_id = person.block_id
  group by part.course_id, part.block_type, part.level, part.block_id
)
select
  part.course_id,
  part.block_type,
  part.level,
  part.block_id,
  part.section,
  part.subsection,
  part.sort_idx,
  part.blocks,
  coalesce(enrolled.enrolled, 0) as enrolled,
  coalesce(enrolled.enrolled, 0) - coalesce(coverage.used_any, 0) as used_none,
  coalesce(coverage.used_any, 0) - coalesce(coverage.used_all, 0) as used_some,
  coalesce(coverage.used_all, 0) as used_all,
  case
    when enrolled.enrolled > 0
      then 100.0 * cast(coalesce(coverage.used, 0) as double) / cast(part.blocks * enrolled.enrolled as double)
  end as used_percent
from part
left join enrolled
  on enrolled.course_id = part.course_id
left join coverage
  on coverage.course_id = part.course_id
  and coverage.block_type = part.block_type
  and coverage.level = part.level
  and coverage.block_id = part.block_id

-- Question: how many of the people enrolled in a course visited none, some or all pages of it, of a section, of a subsection?
-- Grain: one course, section or subsection that has pages.
-- Rules: OV-4.
with
page as (
  select course_id, section_id, section_name, section_idx, subsection_id, subsection_name, subsection_idx
  from run_course_outline
  where page_id = block_id
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
    'course' as level,
    cast(null as varchar) as section,
    cast(null as varchar) as subsection,
    cast(0 as bigint) as sort_idx,
    '' as block_id,
    count(*) as pages
  from page
  group by course_id
  union all
  select
    course_id,
    'section' as level,
    section_name as section,
    cast(null as varchar) as subsection,
    section_idx as sort_idx,
    section_id as block_id,
    count(*) as pages
  from page
  group by course_id, section_name, section_idx, section_id
  union all
  select
    course_id,
    'subsection' as level,
    section_name as section,
    subsection_name as subsection,
    subsection_idx as sort_idx,
    subsection_id as block_id,
    count(*) as pages
  from page
  group by course_id, section_name, section_id, subsection_name, subsection_idx, subsection_id
),
one_row_per_person_and_part as (
  select course_id, user_id, 'course' as level, '' as block_id, sum(visited) as visited
  from run_page_reach
  group by course_id, user_id
  union all
  select course_id, user_id, 'section' as level, section_id as block_id, sum(visited) as visited
  from run_page_reach
  group by course_id, user_id, section_id
  union all
  select course_id, user_id, 'subsection' as level, subsection_id as block_id, visited
  from run_page_reach
),
reach as (
  select
    part.course_id,
    part.level,
    part.block_id,
    count(*) as came,
    sum(case when person.visited = part.pages then 1 else 0 end) as saw_all,
    sum(person.visited) as visited
  from one_row_per_person_and_part as person
  join part
    on part.course_id = person.course_id
    and part.level = person.level
    and part.block_id = person.block_id
  group by part.course_id, part.level, part.block_id
)
select
  part.course_id,
  part.level,
  part.block_id,
  part.section,
  part.subsection,
  part.sort_idx,
  part.pages,
  coalesce(enrolled.enrolled, 0) as enrolled,
  coalesce(enrolled.enrolled, 0) - coalesce(reach.came, 0) as visited_none,
  coalesce(reach.came, 0) - coalesce(reach.saw_all, 0) as visited_some,
  coalesce(reach.saw_all, 0) as visited_all,
  case
    when enrolled.enrolled > 0
      then 100.0 * cast(coalesce(reach.visited, 0) as double) / cast(part.pages * enrolled.enrolled as double)
  end as visited_percent
from part
left join enrolled
  on enrolled.course_id = part.course_id
left join reach
  on reach.course_id = part.course_id
  and reach.level = part.level
  and reach.block_id = part.block_id

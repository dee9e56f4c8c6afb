-- Question: how many of the people enrolled in a course reached each part of it, and for how many is that part the furthest?
-- Grain: one course, section or subsection that has pages.
-- Rules: OV-18, OV-19.
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
  select distinct
    course_id,
    'course' as level,
    cast(null as varchar) as section,
    cast(null as varchar) as subsection,
    cast(0 as bigint) as sort_idx,
    '' as block_id
  from page
  union all
  select distinct
    course_id,
    'section' as level,
    section_name as section,
    cast(null as varchar) as subsection,
    section_idx as sort_idx,
    section_id as block_id
  from page
  union all
  select distinct
    course_id,
    'subsection' as level,
    section_name as section,
    subsection_name as subsection,
    subsection_idx as sort_idx,
    subsection_id as block_id
  from page
),
reach as (
  select course_id, 'course' as level, '' as block_id, count(distinct user_id) as reached
  from run_page_reach
  group by course_id
  union all
  select course_id, 'section' as level, section_id as block_id, count(distinct user_id) as reached
  from run_page_reach
  group by course_id, section_id
  union all
  select course_id, 'subsection' as level, subsection_id as block_id, count(*) as reached
  from run_page_reach
  group by course_id, subsection_id
),
furthest as (
  select course_id, 'course' as level, '' as block_id, count(*) as furthest, sum(is_active) as may_go_on
  from run_furthest_subsections
  group by course_id
  union all
  select course_id, 'section' as level, section_id as block_id, count(*) as furthest, sum(is_active) as may_go_on
  from run_furthest_subsections
  group by course_id, section_id
  union all
  select course_id, 'subsection' as level, subsection_id as block_id, count(*) as furthest, sum(is_active) as may_go_on
  from run_furthest_subsections
  group by course_id, subsection_id
)
select
  part.course_id,
  part.level,
  part.block_id,
  part.section,
  part.subsection,
  part.sort_idx,
  coalesce(enrolled.enrolled, 0) as enrolled,
  coalesce(reach.reached, 0) as reached,
  coalesce(furthest.furthest, 0) as furthest,
  coalesce(furthest.may_go_on, 0) as may_go_on,
  coalesce(furthest.furthest, 0) - coalesce(furthest.may_go_on, 0) as stopped,
  case
    when enrolled.enrolled > 0
      then 100.0 * cast(coalesce(reach.reached, 0) as double) / cast(enrolled.enrolled as double)
  end as reach_percent,
  case
    when reach.reached > 0
      then 100.0 * cast(coalesce(furthest.furthest, 0) - coalesce(furthest.may_go_on, 0) as double) / cast(reach.reached as double)
  end as stopped_percent
from part
left join enrolled
  on enrolled.course_id = part.course_id
left join reach
  on reach.course_id = part.course_id
  and reach.level = part.level
  and reach.block_id = part.block_id
left join furthest
  on furthest.course_id = part.course_id
  and furthest.level = part.level
  and furthest.block_id = part.block_id

-- Question: how many of the people enrolled in a course came to each of its pages?
-- Grain: one page.
-- Rules: OV-4.
with
enrolled as (
  select course_id, user_id
  from run_enrollment_days
  where until is null
    and at_end = 1
),
size as (
  select course_id, count(*) as enrolled
  from enrolled
  group by course_id
),
reach as (
  select visit.course_id, visit.page_id, count(*) as learners
  from run_page_visits as visit
  join enrolled
    on enrolled.course_id = visit.course_id
    and enrolled.user_id = visit.user_id
  group by visit.course_id, visit.page_id
)
select
  page.course_id,
  page.page_id,
  page.section_name as section,
  page.subsection_name as subsection,
  page.display_name as page,
  row_number() over (partition by page.course_id order by page.sort_idx) as number,
  coalesce(reach.learners, 0) as learners,
  case
    when size.enrolled > 0 then 100.0 * cast(coalesce(reach.learners, 0) as double) / cast(size.enrolled as double)
  end as reach_percent
from run_course_outline as page
left join size
  on size.course_id = page.course_id
left join reach
  on reach.course_id = page.course_id
  and reach.page_id = page.page_id
where page.page_id = page.block_id

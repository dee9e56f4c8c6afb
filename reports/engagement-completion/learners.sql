-- Question: how many pages of each subsection did an enrolled person visit?
-- Grain: one enrolled person and subsection of which the person visited a page.
-- Rules: OV-4.
select
  visit.course_id,
  visit.user_id,
  outline.section_id,
  outline.subsection_id,
  count(*) as visited
from run_page_visits as visit
join run_enrollment_days as stretch
  on stretch.course_id = visit.course_id
  and stretch.user_id = visit.user_id
join run_course_outline as outline
  on outline.course_id = visit.course_id
  and outline.block_id = visit.page_id
where stretch.until is null
  and stretch.at_end = 1
group by visit.course_id, visit.user_id, outline.section_id, outline.subsection_id

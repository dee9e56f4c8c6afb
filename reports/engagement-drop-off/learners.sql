-- Question: which is the furthest subsection that an enrolled person reached, and is the person still active in the course?
-- Grain: one enrolled person who visited a page.
-- Rules: OV-18, OV-19. Activity is that of OV-60.
with
active as (
  select course_id, user_id, max(day) as last_visit
  from facts_activity
  where day >= $from
    and day < $to
    and done > 0
  group by course_id, user_id
),
subsection as (
  select course_id, section_id, subsection_id, subsection_idx
  from run_course_outline
  where block_id = subsection_id
),
furthest as (
  select reach.course_id, reach.user_id, max(subsection.subsection_idx) as subsection_idx
  from run_page_reach as reach
  join subsection
    on subsection.course_id = reach.course_id
    and subsection.subsection_id = reach.subsection_id
  group by reach.course_id, reach.user_id
)
select
  furthest.course_id,
  furthest.user_id,
  subsection.section_id,
  subsection.subsection_id,
  case when days_between(active.last_visit, date_sub_days($to, 1)) < $active_days then 1 else 0 end as is_active
from furthest
join subsection
  on subsection.course_id = furthest.course_id
  and subsection.subsection_idx = furthest.subsection_idx
left join active
  on active.course_id = furthest.course_id
  and active.user_id = furthest.user_id

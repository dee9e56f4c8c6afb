-- Question: which pages did a person ever visit?
-- Grain: one person and page.
-- Rules: OV-3.
with
page as (
  select course_id, subsection_id, page_id, position
  from run_course_outline
  where page_id = block_id
),
only_page as (
  select course_id, subsection_id, max(page_id) as page_id
  from page
  group by course_id, subsection_id
  having count(*) = 1
),
one_row_per_known_place as (
  select
    place.course_id,
    place.user_id,
    place.position,
    outline.subsection_id,
    -- The block is the page or below it; a position counts only where it is the subsection or the page itself.
    case when place.position = 0 or outline.page_id <> outline.block_id then outline.page_id end as page_id,
    outline.page_id is null as is_above_pages
  from facts_places as place
  join run_course_outline as outline
    on outline.course_id = place.course_id
    and outline.block_type = place.block_type
    and outline.block_name = place.block_name
  where place.date >= $from
    and place.date < $to
)
select distinct
  known.course_id,
  known.user_id,
  coalesce(known.page_id, page.page_id, only_page.page_id) as page_id
from one_row_per_known_place as known
left join page
  on page.course_id = known.course_id
  and page.subsection_id = known.subsection_id
  and page.position = known.position
left join only_page
  on only_page.course_id = known.course_id
  and only_page.subsection_id = known.subsection_id
  and known.is_above_pages
  and known.position = 0
where coalesce(known.page_id, page.page_id, only_page.page_id) is not null

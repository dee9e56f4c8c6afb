-- Question: which pages did a person ever visit?
-- Grain: one person and page.
-- Rules: OV-3.
with
place as (
  select distinct course_id, user_id, block_type, block_name, position
  from facts_places
  where date >= $from
    and date < $to
),
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
    outline.block_id,
    outline.subsection_id,
    outline.page_id
  from place
  join run_course_outline as outline
    on outline.course_id = place.course_id
    and outline.block_type = place.block_type
    and outline.block_name = place.block_name
)
select course_id, user_id, page_id
from one_row_per_known_place
where page_id is not null
  and (position = 0 or page_id <> block_id)
union
select known.course_id, known.user_id, page.page_id
from one_row_per_known_place as known
join page
  on page.course_id = known.course_id
  and page.subsection_id = known.subsection_id
  and page.position = known.position
where known.page_id is null
  or known.page_id = known.block_id
union
select known.course_id, known.user_id, only_page.page_id
from one_row_per_known_place as known
join only_page
  on only_page.course_id = known.course_id
  and only_page.subsection_id = known.subsection_id
where known.page_id is null
  and known.position = 0

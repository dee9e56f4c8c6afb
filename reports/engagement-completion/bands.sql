-- Question: how far did the people enrolled in a course come?
-- Grain: one course and band of the share of its pages that a person visited; bands without anybody, too.
-- Rules: OV-4: the band of a person is the share of visited pages, rounded up to tens of percent.
with
size as (
  select course_id, count(*) as pages
  from run_course_outline
  where page_id = block_id
  group by course_id
),
visited as (
  select course_id, user_id, sum(visited) as visited
  from run_page_reach
  group by course_id, user_id
),
one_row_per_person as (
  select
    stretch.course_id,
    (coalesce(visited.visited, 0) * 10 + size.pages - 1) / size.pages * 10 as band
  from run_enrollment_days as stretch
  join size
    on size.course_id = stretch.course_id
  left join visited
    on visited.course_id = stretch.course_id
    and visited.user_id = stretch.user_id
  where stretch.until is null
    and stretch.at_end = 1
),
counted as (
  select course_id, band, count(*) as learners
  from one_row_per_person
  group by course_id, band
),
every_band as (
  select course_id, unnest(range(0, 101, 10)) as band
  from (select distinct course_id from one_row_per_person)
)
select
  every_band.course_id,
  every_band.band as up_to_percent,
  coalesce(counted.learners, 0) as learners
from every_band
left join counted
  on counted.course_id = every_band.course_id
  and counted.band = every_band.band

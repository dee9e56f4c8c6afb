-- Question: how much of the videos of a course, and of each of its sections, was watched, and how much again?
-- Grain: one course with a video that somebody watched, or one of its sections.
-- Rules: OV-38. Whole milliseconds are added, so that no sum depends on its order.
with
video as (
  select
    course_id,
    encoded_module_id,
    max(length_ms) as length_ms,
    count(*) as learners,
    sum(watched_ms) as watched_ms,
    sum(unique_ms) as unique_ms
  from run_video_learners
  group by course_id, encoded_module_id
),
one_row_per_part_and_video as (
  select
    course_id,
    'course' as level,
    '' as block_id,
    cast(null as varchar) as section,
    cast(0 as bigint) as sort_idx,
    encoded_module_id,
    length_ms,
    learners,
    watched_ms,
    unique_ms
  from video
  union all
  select
    video.course_id,
    'section' as level,
    place.section_id as block_id,
    place.section_name as section,
    place.section_idx as sort_idx,
    video.encoded_module_id,
    video.length_ms,
    video.learners,
    video.watched_ms,
    video.unique_ms
  from video
  join run_video_places as place
    on place.course_id = video.course_id
    and place.encoded_module_id = video.encoded_module_id
),
part as (
  select
    course_id,
    level,
    block_id,
    section,
    sort_idx,
    count(*) as videos,
    sum(length_ms) as length_ms,
    -- The length of each video once for everybody who watched any of it.
    sum(length_ms * learners) as offered_ms,
    sum(watched_ms) as watched_ms,
    sum(unique_ms) as unique_ms
  from one_row_per_part_and_video
  group by course_id, level, block_id, section, sort_idx
),
people as (
  select placed.course_id, placed.level, placed.block_id, count(distinct viewer.user_id) as learners
  from run_video_learners as viewer
  join one_row_per_part_and_video as placed
    on placed.course_id = viewer.course_id
    and placed.encoded_module_id = viewer.encoded_module_id
  group by placed.course_id, placed.level, placed.block_id
)
select
  part.course_id,
  part.level,
  part.block_id,
  part.section,
  part.sort_idx,
  part.videos,
  people.learners,
  cast(part.length_ms as double) / (1000.0 * part.videos) as mean_length_seconds,
  part.watched_ms / 1000.0 as watched_seconds,
  part.unique_ms / 1000.0 as unique_seconds,
  (part.watched_ms - part.unique_ms) / 1000.0 as repeated_seconds,
  100.0 * cast(part.unique_ms as double) / cast(part.offered_ms as double) as unique_percent,
  100.0 * cast(part.watched_ms - part.unique_ms as double) / cast(part.offered_ms as double) as repeated_percent
from part
join people
  on people.course_id = part.course_id
  and people.level = part.level
  and people.block_id = part.block_id

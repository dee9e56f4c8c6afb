-- Question: how much of a video did each person watch?
-- Grain: one person at one video.
-- Rules: OV-36: what lies outside of the clip does not count; seconds watched twice are unique once.
with
clipped as (
  select
    stretch.course_id,
    stretch.encoded_module_id,
    stretch.user_id,
    greatest(stretch.begin_ms, bounds.begin_ms) as begin_ms,
    least(stretch.end_ms, bounds.end_ms) as end_ms,
    stretch.end_ms - stretch.begin_ms as whole_ms,
    stretch.spent_ms,
    bounds.end_ms - bounds.begin_ms as length_ms
  from run_video_stretches as stretch
  join run_video_lengths as bounds
    on bounds.course_id = stretch.course_id
    and bounds.encoded_module_id = stretch.encoded_module_id
)
select
  course_id,
  encoded_module_id,
  user_id,
  max(length_ms) as length_ms,
  sum(end_ms - begin_ms) as watched_ms,
  covered_length(begin_ms, end_ms) as unique_ms,
  -- The clock's share of what lies inside of the clip. Whole numbers, so that the sum does not depend on its order.
  sum(spent_ms * (end_ms - begin_ms) / whole_ms) as spent_ms
from clipped
where begin_ms < end_ms
group by course_id, encoded_module_id, user_id

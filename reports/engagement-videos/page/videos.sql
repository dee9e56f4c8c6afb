-- Question: how many people began each video of a course, and how many came to its end? One row per video.
-- Rules: UI 4.6: complete is who was there at the end; incomplete the others who began.
select
  course_id,
  encoded_module_id as video,
  duration,
  users_at_start as started_video,
  users_at_end as complete_views,
  case when users_at_start > users_at_end then users_at_start - users_at_end else 0 end as incomplete_views,
  case
    when users_at_start = 0 and users_at_end = 0 then null
    when users_at_start > users_at_end then 100.0 * users_at_end / users_at_start
    else 100.0
  end as completion_percentage,
  created
from video
where course_id = :course_id
order by encoded_module_id

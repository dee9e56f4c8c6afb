-- Question: what did a person do with the transcript and the captions of a video on a day?
-- Grain: one person, video and day with any use of them.
-- Rules: OV-22. `raw` is read for events of the player only; a request for the file has the video in its address.
with
one_row_per_place as (
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    event_type,
    unnest(places_of_event(event_type, null, null)) as place
  from events
  where starts_with(event_type, '/')
    and event_type like '%/handler/transcript/download%'
    and user_id is not null
    and (event_source is distinct from 'task')
),
one_row_per_event as (
  select
    date,
    coalesce(course_id_or_url, course_id_from_mfe) as course_id,
    user_id,
    video_block_name(strip(payload_text(raw, 'id'))) as name,
    case
      when event_type in ('show_transcript', 'edx.video.transcript.shown') then 'transcript_shown'
      when event_type in ('hide_transcript', 'edx.video.transcript.hidden') then 'transcript_hidden'
      when event_type = 'edx.video.closed_captions.shown' then 'captions_shown'
      when event_type = 'edx.video.closed_captions.hidden' then 'captions_hidden'
      else 'menu_opened'
    end as kind
  from events
  where event_type in (
      'show_transcript',
      'edx.video.transcript.shown',
      'hide_transcript',
      'edx.video.transcript.hidden',
      'edx.video.closed_captions.shown',
      'edx.video.closed_captions.hidden',
      'video_show_cc_menu',
      'edx.video.language_menu.shown'
    )
    and user_id is not null
    and (event_source is distinct from 'task')
  union all
  select
    date,
    course_id,
    user_id,
    -- As in the html form of old keys, which players tell.
    case
      when event_type like '%/xblock/i4x:%' then replace(place['block_name'], '.', '_')
      else place['block_name']
    end as name,
    'downloaded' as kind
  from one_row_per_place
  where place['block_type'] = 'video'
),
one_row_per_use as (
  select
    date,
    course_id,
    user_id,
    case when character_length(name) <= 255 then name end as video_name,
    kind
  from one_row_per_event
  where course_id is not null
    and character_length(course_id) <= 255
    and course_key_is_strict(course_id)
)
select
  date,
  course_id,
  user_id,
  video_name,
  sum(case when kind = 'transcript_shown' then 1 else 0 end) as transcript_shown,
  sum(case when kind = 'transcript_hidden' then 1 else 0 end) as transcript_hidden,
  sum(case when kind = 'captions_shown' then 1 else 0 end) as captions_shown,
  sum(case when kind = 'captions_hidden' then 1 else 0 end) as captions_hidden,
  sum(case when kind = 'menu_opened' then 1 else 0 end) as menu_opened,
  sum(case when kind = 'downloaded' then 1 else 0 end) as downloaded
from one_row_per_use
group by date, course_id, user_id, video_name
-- Use of nothing that can be named is left out. A condition on the name itself would be put to the lines as they are read, each of which
-- would then be read more than once.
having count(video_name) > 0

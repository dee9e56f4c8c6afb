-- Question: how many problems of each subsection did an enrolled person try, and of how many of its videos watch something?
-- Grain: one enrolled person, subsection and type of block, of which the person used any there.
-- Rules: OV-16.
with
one_row_per_person_and_block as (
  select
    attempt.course_id,
    attempt.user_id,
    'problem' as block_type,
    outline.section_id,
    outline.subsection_id,
    outline.block_id
  from run_problem_tries as attempt
  join run_course_outline as outline
    on outline.course_id = attempt.course_id
    and outline.block_id = attempt.problem_id
  where outline.page_id is not null
    and outline.block_type = 'problem'
  union all
  -- A video may be known by its name and by its old key: it counts once.
  select distinct
    viewer.course_id,
    viewer.user_id,
    'video' as block_type,
    place.section_id,
    place.subsection_id,
    place.block_id
  from run_video_learners as viewer
  join run_video_places as place
    on place.course_id = viewer.course_id
    and place.encoded_module_id = viewer.encoded_module_id
)
select
  person.course_id,
  person.user_id,
  person.block_type,
  person.section_id,
  person.subsection_id,
  count(*) as used
from one_row_per_person_and_block as person
join run_enrollment_days as stretch
  on stretch.course_id = person.course_id
  and stretch.user_id = person.user_id
where stretch.until is null
  and stretch.at_end = 1
group by person.course_id, person.user_id, person.block_type, person.section_id, person.subsection_id

-- Question: which cohort of a course does a person belong to?
-- Grain: one person in one course with cohorts.
-- Rules: as in the roster: of several the first by name. Groups of another kind are no cohorts (ES 5.2).
select
  groups.course_id,
  members.user_id,
  min(groups.name) as cohort
from lms_course_groups_courseusergroup_users as members
join lms_course_groups_courseusergroup as groups
  on groups.id = members.courseusergroup_id
where coalesce(groups.group_type, 'cohort') = 'cohort'
  and coalesce(groups.name, '') <> ''
  and character_length(groups.name) <= 255
  and character_length(groups.course_id) <= 255
group by groups.course_id, members.user_id

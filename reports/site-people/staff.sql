-- Question: who of the people in a course is staff there?
-- Grain: one person and course in which the person was enrolled or active.
-- Rules: UI D-24. A role without a course is one in all courses of its organisation.
with
person as (
  select course_id, user_id from run_enrollment_days
  union
  select course_id, user_id from facts_activity
),
site_staff as (
  select id as user_id
  from lms_auth_user
  where coalesce(cast(is_staff as boolean), false)
    or coalesce(cast(is_superuser as boolean), false)
),
course_role as (
  select distinct course_id, user_id
  from lms_student_courseaccessrole
  where coalesce(course_id, '') <> ''
),
org_role as (
  select distinct org, user_id
  from lms_student_courseaccessrole
  where coalesce(course_id, '') = ''
    and coalesce(org, '') <> ''
)
select
  person.course_id,
  person.user_id
from person
left join site_staff on site_staff.user_id = person.user_id
left join course_role
  on course_role.course_id = person.course_id
  and course_role.user_id = person.user_id
left join org_role
  on org_role.org = course_key_org(person.course_id)
  and org_role.user_id = person.user_id
where site_staff.user_id is not null
  or course_role.user_id is not null
  or org_role.user_id is not null

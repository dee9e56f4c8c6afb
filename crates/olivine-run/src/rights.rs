//! Which courses people may see, from the imported tables of the LMS (`UI 5.2`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow::array::AsArray;
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session, SessionOptions};
use olivine_lake::Lake;

use crate::error::RunError;

const ROLES: &str = "lms_student_courseaccessrole";
const USERS: &str = "lms_auth_user";
const ENROLLMENTS: &str = "lms_student_courseenrollment";

/// By user name: courses and the roles in them.
pub type RolesOfPeople = HashMap<String, BTreeMap<String, BTreeSet<String>>>;

/// A role of a course names it; one of an organisation names no course and stands for all courses of that organisation.
const SQL: &str = "\
with active as (
  select id, username from lms_auth_user where is_active
),
courses as (
  select distinct course_id, course_key_org(course_id) as org from lms_student_courseenrollment
)
select arrow_cast(active.username, 'Utf8') as username, arrow_cast(roles.course_id, 'Utf8') as course_id,
  arrow_cast(roles.role, 'Utf8') as role
from lms_student_courseaccessrole roles join active on active.id = roles.user_id
where roles.course_id <> '' and roles.role is not null
union
select arrow_cast(active.username, 'Utf8'), arrow_cast(courses.course_id, 'Utf8'), arrow_cast(roles.role, 'Utf8')
from lms_student_courseaccessrole roles
join active on active.id = roles.user_id
join courses on courses.org = roles.org
where coalesce(roles.course_id, '') = '' and roles.org <> '' and roles.role is not null";

/// Reads the newest snapshot of the table of roles; only these roles are taken.
///
/// # Errors
/// The tables were never imported, or cannot be read.
pub async fn course_roles(lake: &Lake, engine: &SessionOptions, wanted: &[String]) -> Result<RolesOfPeople, RunError> {
    let session = Session::new(engine)?;
    let imported = lake.imported().await?;
    for table in [ROLES, USERS, ENROLLMENTS] {
        let Some((_, snapshot)) = imported.latest(table).await? else {
            return Err(RunError::NotImported {
                task: "sign-in".to_owned(),
                table: table.to_owned(),
            });
        };
        session.register_lake_table(table, lake, &snapshot)?;
    }
    let mut batches = session.query(SQL, &BTreeMap::new()).await?;
    let mut people = RolesOfPeople::new();
    while let Some(batch) = batches.try_next().await.map_err(EngineError::from)? {
        let texts = |column: usize| batch.column(column).as_string::<i32>();
        let (names, courses, roles) = (texts(0), texts(1), texts(2));
        for row in 0..batch.num_rows() {
            let role = roles.value(row);
            if wanted.iter().any(|wanted| wanted == role) {
                let courses_of = people.entry(names.value(row).to_owned()).or_default();
                let roles_in = courses_of.entry(courses.value(row).to_owned()).or_default();
                roles_in.insert(role.to_owned());
            }
        }
    }
    Ok(people)
}

//! Inputs of tasks with nothing in them but the rows of some courses, people and days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use futures::TryStreamExt;
use olivine_engine::{EngineError, ScalarValue, Session};
use olivine_lake::TableSnapshot;
use olivine_report::manifest::{Filter, Table};
use olivine_report::{COURSE, PersonColumn, is_fact_table};

use crate::compute::Computation;
use crate::error::RunError;
use crate::made::MadeTable;

/// The LMS table that tells which account has which name.
const ACCOUNTS: &str = "lms_auth_user";

/// What stays of inputs.
pub(crate) struct Cut<'s> {
    /// Rows of these courses.
    pub(crate) courses: &'s BTreeSet<String>,
    /// From this day on.
    pub(crate) since: Option<NaiveDate>,
    /// Facts of which tasks that need the whole history see all days.
    pub(crate) from_the_beginning: BTreeSet<&'s str>,
    /// Rows of people who fit all of these.
    pub(crate) chosen: Vec<Chosen>,
}

/// People of a filter: `course_id`, `user_id`, `username`.
pub(crate) struct Chosen {
    pub(crate) people: MadeTable,
    /// Whether these are left out.
    pub(crate) leaves_out: bool,
}

impl Computation<'_> {
    /// Cuts a table of the lake for the tasks that read it. One that is not there stays so.
    pub(crate) async fn cut(&self, input: &str, cut: &Cut<'_>) -> Result<(), RunError> {
        let declared = self.registry.table(input).or_else(|| self.registry.lms_table(input));
        let Some(declared) = declared else {
            return Ok(());
        };
        let since = cut.since.filter(|_| is_fact_table(input));
        if since.is_some() && cut.from_the_beginning.contains(input) {
            self.cut_from(input, declared, cut, None, &from_the_beginning(input))
                .await?;
        }
        self.cut_from(input, declared, cut, since, input).await
    }

    /// Keeps what stays of a table from a day on, under a name.
    async fn cut_from(
        &self,
        input: &str,
        declared: &Table,
        cut: &Cut<'_>,
        since: Option<NaiveDate>,
        name: &str,
    ) -> Result<(), RunError> {
        let Some(snapshot) = self.snapshot_of(input, since).await? else {
            return Ok(());
        };
        let (sql, bound) = statement(input, declared, cut);
        if sql.is_none() && cut.since.is_none() {
            return Ok(());
        }
        let session = self.new_session()?;
        session.register_lake_table(input, self.lake, &snapshot)?;
        for (number, chosen) in cut.chosen.iter().enumerate() {
            register(&session, &people(number), &chosen.people)?;
        }
        let sql = sql.unwrap_or_else(|| format!("select * from {input}"));
        let made = self.write(&session, name, &sql, &bound).await?;
        self.keep(name, made);
        Ok(())
    }

    /// The people that a filter is about, with the names of their accounts.
    pub(crate) async fn people(&self, name: &str, filter: &Filter, value: &str) -> Result<MadeTable, RunError> {
        let session = self.new_session()?;
        for table in &filter.reads {
            let made = self.made(table).ok_or_else(|| RunError::NotImported {
                task: name.to_owned(),
                table: table.clone(),
            })?;
            register(&session, table, &made)?;
        }
        let named = match self.inputs.lake.get(ACCOUNTS) {
            Some(accounts) => {
                session.register_lake_table(ACCOUNTS, self.lake, accounts)?;
                format!(
                    "select person.course_id, person.user_id, account.username from ({}) as person \
                     left join {ACCOUNTS} as account on account.id = person.user_id",
                    filter.people
                )
            }
            None => format!(
                "select course_id, user_id, cast(null as varchar) as username from ({}) as person",
                filter.people
            ),
        };
        let bound = BTreeMap::from([("value".to_owned(), ScalarValue::Utf8(Some(value.to_owned())))]);
        self.write(&session, &format!("people_{name}"), &named, &bound).await
    }

    /// Whether filters leave somebody in any course, but fewer people than these. Filters that only leave people out leave everybody else.
    pub(crate) async fn has_small_group(&self, chosen: &[Chosen], least: u32) -> Result<bool, RunError> {
        let Some(sql) = small_groups(chosen, least) else {
            return Ok(false);
        };
        let session = self.new_session()?;
        for (number, chosen) in chosen.iter().enumerate() {
            register(&session, &people(number), &chosen.people)?;
        }
        let small = self.write(&session, "small_groups", &sql, &BTreeMap::new()).await?;
        Ok(small.file.rows > 0)
    }

    async fn snapshot_of(&self, input: &str, since: Option<NaiveDate>) -> Result<Option<TableSnapshot>, RunError> {
        if !is_fact_table(input) {
            return Ok(self.inputs.lake.get(input).cloned());
        }
        let facts = self.facts(input).await?;
        Ok(facts.map(|facts| facts.restricted_to(|date| since.is_none_or(|since| date >= since))))
    }

    /// Writes the rows of a statement as a table.
    async fn write(
        &self,
        session: &Session,
        name: &str,
        sql: &str,
        bound: &BTreeMap<String, ScalarValue>,
    ) -> Result<MadeTable, RunError> {
        let mut stream = session.query(sql, bound).await?;
        let mut writer = self.begin(name, stream.schema())?;
        while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
            writer.append(&batch)?;
        }
        writer.finish()
    }
}

/// The name under which all days of facts are kept, beside those from the first day chosen.
pub(crate) fn from_the_beginning(input: &str) -> String {
    format!("{input}-from-the-beginning")
}

fn register(session: &Session, name: &str, made: &MadeTable) -> Result<(), RunError> {
    session.register_files(name, &made.schema, std::slice::from_ref(&made.file))?;
    Ok(())
}

/// The statement that gives the courses in which filters leave somebody, but fewer people than these; none: there is no such number.
fn small_groups(chosen: &[Chosen], least: u32) -> Option<String> {
    let first = chosen.iter().position(|chosen| !chosen.leaves_out)?;
    if least == 0 {
        return None;
    }
    let others = chosen.iter().enumerate().filter(|(number, _)| *number != first);
    let conditions =
        others.map(|(number, other)| membership(number, other.leaves_out, PersonColumn::Id("user_id"), true));
    let conditions: Vec<String> = std::iter::once("true".to_owned()).chain(conditions).collect();
    Some(format!(
        "select input.{COURSE} from {} as input where {} group by input.{COURSE} having count(distinct input.user_id) < {least}",
        people(first),
        conditions.join(" and ")
    ))
}

/// The name under which a statement sees the people of a filter.
fn people(number: usize) -> String {
    format!("people_{number}")
}

/// The statement that gives the rows that stay, with what it binds; none: all of them do.
fn statement(input: &str, declared: &Table, cut: &Cut<'_>) -> (Option<String>, BTreeMap<String, ScalarValue>) {
    let mut bound = BTreeMap::new();
    for (number, course) in cut.courses.iter().enumerate() {
        bound.insert(format!("course_{number}"), ScalarValue::Utf8(Some(course.clone())));
    }
    let courses: Vec<String> = bound.keys().map(|name| format!("${name}")).collect();
    let courses = courses.join(", ");
    let mut conditions = Vec::new();
    let person = declared.person_column();
    let course = declared.columns.get(COURSE);
    match (course, person) {
        (Some(_), Some(PersonColumn::Id(person))) if declared.across_courses => conditions.push(format!(
            "input.{person} in (select {person} from {input} where {COURSE} in ({courses}))"
        )),
        // A row that names no course is one about all of them.
        (Some(course), _) if course.nullable => conditions.push(format!(
            "(input.{COURSE} in ({courses}) or coalesce(input.{COURSE}, '') = '')"
        )),
        (Some(_), _) => conditions.push(format!("input.{COURSE} in ({courses})")),
        (None, _) => bound.clear(),
    }
    if let Some(person) = person {
        for (number, chosen) in cut.chosen.iter().enumerate() {
            conditions.push(membership(
                number,
                chosen.leaves_out,
                person,
                course.is_some() && !declared.across_courses,
            ));
        }
    }
    let sql = (!conditions.is_empty()).then(|| {
        format!(
            "select input.* from {input} as input where {}",
            conditions.join(" and ")
        )
    });
    (sql, bound)
}

/// The condition that a row is about one of the people of a filter, or about none of them.
fn membership(number: usize, leaves_out: bool, person: PersonColumn<'_>, by_course: bool) -> String {
    let people = people(number);
    let same_person = match person {
        PersonColumn::Id(column) => format!("{people}.user_id = input.{column}"),
        PersonColumn::Name(column) => format!("{people}.username = input.{column}"),
    };
    let same_course = if by_course {
        format!(" and {people}.{COURSE} = input.{COURSE}")
    } else {
        String::new()
    };
    let not = if leaves_out { "not " } else { "" };
    format!("{not}exists (select 1 from {people} where {same_person}{same_course})")
}

#[cfg(test)]
mod tests {
    use olivine_report::Registry;

    use super::*;

    /// The conditions for a table, of a selection of one course and one filter.
    fn conditions(table: &str, leaves_out: bool) -> Option<String> {
        let registry = Registry::built_in_all_on();
        let courses = BTreeSet::from(["course-v1:River+Soil+1".to_owned()]);
        let schema = std::sync::Arc::new(arrow::datatypes::Schema::empty());
        let people = MadeTable {
            schema,
            file: olivine_engine::QueryFile {
                path: "people.parquet".into(),
                bytes: 0,
                rows: 0,
            },
        };
        let cut = Cut {
            courses: &courses,
            since: None,
            from_the_beginning: BTreeSet::new(),
            chosen: vec![Chosen { people, leaves_out }],
        };
        let declared = registry.table(table).or_else(|| registry.lms_table(table)).unwrap();
        let (sql, bound) = statement(table, declared, &cut);
        let sql = sql?;
        assert!(!sql.contains("River"), "the course is bound: {sql}");
        assert_eq!(sql.contains("$course_0"), !bound.is_empty(), "{sql}");
        Some(sql.split_once(" where ").unwrap().1.to_owned())
    }

    #[test]
    fn a_group_is_who_fits_all_filters() {
        let chosen = |leaves_out: &[bool]| -> Vec<Chosen> {
            let one = |leaves_out: &bool| Chosen {
                people: MadeTable {
                    schema: std::sync::Arc::new(arrow::datatypes::Schema::empty()),
                    file: olivine_engine::QueryFile {
                        path: "people.parquet".into(),
                        bytes: 0,
                        rows: 0,
                    },
                },
                leaves_out: *leaves_out,
            };
            leaves_out.iter().map(one).collect()
        };
        assert_eq!(small_groups(&chosen(&[false]), 0), None);
        assert_eq!(small_groups(&chosen(&[true]), 5), None, "everybody else is left");
        assert_eq!(
            small_groups(&chosen(&[true, false]), 5).unwrap(),
            "select input.course_id from people_1 as input where true and not exists (select 1 from people_0 where \
             people_0.user_id = input.user_id and people_0.course_id = input.course_id) \
             group by input.course_id having count(distinct input.user_id) < 5"
        );
    }

    #[test]
    fn facts_are_cut_to_people_in_courses() {
        assert_eq!(
            conditions("facts_places", false).unwrap(),
            "input.course_id in ($course_0) and exists (select 1 from people_0 where people_0.user_id = input.user_id \
             and people_0.course_id = input.course_id)"
        );
        let by_name = conditions("facts_submissions", true).unwrap();
        assert!(by_name.contains("not exists") && by_name.contains("people_0.username = input.username"));
    }

    #[test]
    fn where_other_courses_matter_all_rows_of_a_person_stay() {
        assert_eq!(
            conditions("facts_time_on_task", false).unwrap(),
            "input.user_id in (select user_id from facts_time_on_task where course_id in ($course_0)) \
             and exists (select 1 from people_0 where people_0.user_id = input.user_id)"
        );
    }

    #[test]
    fn roles_for_all_courses_of_an_organisation_stay() {
        let roles = conditions("lms_student_courseaccessrole", true).unwrap();
        assert!(roles.contains("or coalesce(input.course_id, '') = ''"), "{roles}");
    }

    #[test]
    fn accounts_and_blocks_are_about_no_person_in_a_course() {
        assert_eq!(conditions("lms_auth_user", false), None);
        assert_eq!(
            conditions("lms_course_blocks", false).unwrap(),
            "input.course_id in ($course_0)"
        );
    }
}

//! What a choice of people and of days can change in results: found from what the tasks behind them read (`OV-70`).

use std::collections::BTreeSet;

use crate::manifest::Table;
use crate::registry::{Registry, is_fact_table};

/// Columns with the number of a person, in the order in which they are looked for.
const PERSON_IDS: [&str; 2] = ["user_id", "student_id"];
/// The column with the name of a person.
const PERSON_NAME: &str = "username";
/// The column with the course.
pub const COURSE: &str = "course_id";

/// The column of a table that tells whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonColumn<'a> {
    /// Number of the account.
    Id(&'a str),
    /// User name.
    Name(&'a str),
}

impl Table {
    /// The column that tells whom a row is about; none: rows are about nobody, or about accounts as such.
    pub fn person_column(&self) -> Option<PersonColumn<'_>> {
        let known = |name: &'static str| self.columns.get(name).map(|_| name);
        let id = PERSON_IDS.into_iter().find_map(known).map(PersonColumn::Id);
        // A table of accounts has their names beside an `id`: it says who people are, not what they did.
        let name = || known(PERSON_NAME).filter(|_| self.columns.get("id").is_none());
        id.or_else(|| name().map(PersonColumn::Name))
    }
}

/// What a choice can change in some results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Other people, other numbers: something behind them is about single people.
    pub people: bool,
    /// Another last day, other numbers: facts of single days are behind them.
    pub until: bool,
    /// Another first day, other numbers: some task behind them reads facts that do not count from the beginning in any case.
    pub since: bool,
}

impl Registry {
    /// What a choice can change in these result tables.
    pub fn reach(&self, tables: &BTreeSet<&str>) -> Reach {
        let mut reach = Reach::default();
        for input in self.lake_tables_behind(tables) {
            let declared = self.table(input).or_else(|| self.lms_table(input));
            reach.people |= declared.is_some_and(|table| table.person_column().is_some());
            reach.until |= is_fact_table(input);
        }
        reach.since = !self.facts_read(tables, false).is_empty();
        reach
    }

    /// The facts and LMS tables that the tasks behind these result tables read.
    pub fn lake_tables_behind(&self, tables: &BTreeSet<&str>) -> BTreeSet<&str> {
        let behind = self.tasks_behind(tables);
        let whole = behind.iter().filter(|(_, _, task)| !is_fact_table(&task.into));
        let reads = whole.flat_map(|(_, _, task)| task.reads.iter().map(String::as_str));
        reads
            .filter(|table| is_fact_table(table) || self.lms_table(table).is_some())
            .collect()
    }

    /// The facts that tasks behind these result tables read which need the whole history, or which do not. Some may be read by both.
    pub fn facts_read(&self, tables: &BTreeSet<&str>, whole_history: bool) -> BTreeSet<&str> {
        let behind = self.tasks_behind(tables).into_iter();
        behind
            .filter(|(_, _, task)| task.whole_history == whole_history)
            .flat_map(|(_, _, task)| task.reads.iter().map(String::as_str))
            .filter(|table| is_fact_table(table))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(tables: &[&str]) -> Reach {
        Registry::built_in_all_on().reach(&tables.iter().copied().collect())
    }

    #[test]
    fn what_people_did_on_days_can_be_cut_both_ways() {
        let all = Reach {
            people: true,
            until: true,
            since: true,
        };
        assert_eq!(reach(&["active_learners"]), all);
        assert_eq!(reach(&["completion_pages"]), all);
        assert_eq!(reach(&["tags_distribution"]), all);
    }

    #[test]
    fn a_state_knows_a_last_day_only() {
        let state = Reach {
            people: true,
            until: true,
            since: false,
        };
        assert_eq!(reach(&["course_enrollment_birth_year_daily"]), state);
        assert_eq!(reach(&["learner_groups"]), state);
    }

    #[test]
    fn facts_may_be_read_by_both_kinds_of_tasks() {
        let registry = Registry::built_in_all_on();
        let tables = BTreeSet::from(["learner_groups", "active_learners"]);
        let read = |whole_history| registry.facts_read(&tables, whole_history).contains("facts_activity");
        assert!(read(true) && read(false));
        assert!(registry.reach(&tables).since);
    }

    #[test]
    fn what_the_lms_keeps_knows_people_and_no_days() {
        let reach = reach(&["grade_distribution"]);
        assert!(reach.people && !reach.until && !reach.since);
    }

    #[test]
    fn what_is_about_nobody_cannot_be_cut() {
        assert_eq!(reach(&["course_outline", "course_due_dates"]), Reach::default());
    }

    #[test]
    fn every_filter_reads_tables_that_tell_whom_they_are_about() {
        let registry = Registry::built_in_all_on();
        assert_eq!(registry.filters().count(), 3);
        for (name, filter) in registry.filters() {
            for table in &filter.reads {
                let declared = registry.table(table).expect(table);
                assert!(declared.columns.get(COURSE).is_some(), "{name}: {table}");
                assert_eq!(
                    declared.person_column(),
                    Some(PersonColumn::Id("user_id")),
                    "{name}: {table}"
                );
            }
        }
    }
}

//! Numbers for some people and some days of a course: the tasks behind a page, worked out anew from inputs that hold nothing else
//! (`OV-70`). Whatever a report counts, it says of a selection what it would say of a site where only that had happened.

mod cut;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Utc};
use olivine_report::is_fact_table;
use olivine_report::manifest::Filter;

use crate::compute::{Computation, Share};
use crate::error::RunError;
use crate::limits::TaskLimits;
use crate::plan::{EVENTS, Plan, RunOptions, Step};
use crate::runner::{Ready, Runner, contained};

pub(crate) use cut::{Chosen, Cut, from_the_beginning};

/// Which people and days of which courses count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selection {
    /// The courses.
    pub courses: BTreeSet<String>,
    /// Filters of pages by name, with the choice made.
    pub filters: BTreeMap<String, String>,
    /// First day that counts, but for what must be known from the beginning; none: all.
    pub since: Option<NaiveDate>,
    /// Last day that counts; what is a state is that at its end.
    pub until: NaiveDate,
    /// How many people filters must leave in each course; 0: any number, also none.
    pub smallest_group: u32,
}

impl Runner<'_> {
    /// Works out result tables for a selection, and publishes them in the store of this runner: one made for this, not that of the
    /// site. The lake is only read: facts count as far as runs have worked them out.
    ///
    /// # Errors
    /// [`RunError::NoEvents`] where the lake is not that of the runs; [`RunError::SmallGroup`]; else as those of [`Runner::run`], but here
    /// the failure of any task ends it.
    pub async fn select(
        &self,
        selection: &Selection,
        tables: &BTreeSet<String>,
        limits: TaskLimits,
    ) -> Result<(), RunError> {
        let known: Vec<(&str, &Filter, &String)> = self
            .registry
            .filters()
            .filter_map(|(name, filter)| Some((name, filter, selection.filters.get(name)?)))
            .collect();
        let for_filters: BTreeSet<&str> = known
            .iter()
            .flat_map(|(_, filter, _)| filter.reads.iter().map(String::as_str))
            .collect();
        let for_tables: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
        let plan = self
            .plan_of(selection, for_tables.union(&for_filters).copied().collect())
            .await?;
        if !plan.inputs.lake.contains_key(EVENTS) {
            // Of another lake than that of the runs nothing would be found, which is not the same as nothing.
            return Err(RunError::NoEvents);
        }

        // Who is selected is known from everybody in the courses.
        let mut cut = Cut {
            courses: &selection.courses,
            since: None,
            from_the_beginning: BTreeSet::new(),
            chosen: Vec::new(),
        };
        let everybody = self.compute_cut(&plan, &for_filters, &cut, limits).await?;
        for (name, filter, value) in known {
            cut.chosen.push(Chosen {
                people: everybody.people(name, filter, value).await?,
                leaves_out: filter.leaves_out,
            });
        }
        let least = selection.smallest_group;
        if everybody.has_small_group(&cut.chosen, least).await? {
            return Err(RunError::SmallGroup { least });
        }
        cut.since = selection.since;
        cut.from_the_beginning = self.registry.facts_read(&for_tables, true);
        let selected = self.compute_cut(&plan, &for_tables, &cut, limits).await?;

        let of_table = |step: &Step| {
            let made = tables.contains(&step.table).then(|| selected.made(&step.table))??;
            Some(Ready {
                table: step.table.clone(),
                ingredients: step.ingredients.clone(),
                made,
            })
        };
        let ready: Vec<Ready> = plan.steps.iter().filter_map(of_table).collect();
        self.publish_selected(&plan, &ready).await
    }

    /// The steps of all tasks behind tables, with their parameters.
    async fn plan_of(&self, selection: &Selection, tables: BTreeSet<&str>) -> Result<Plan, RunError> {
        let behind = self.registry.tasks_behind(&tables);
        let after = selection.until.succ_opt().unwrap_or(selection.until);
        self.plan(&RunOptions {
            only: behind.iter().map(|(_, name, _)| (*name).to_owned()).collect(),
            to: Some(after.to_string()),
            now: Some(Utc::now()),
            ..RunOptions::default()
        })
        .await
    }

    /// Computes the tables and what they read, from inputs that were cut.
    async fn compute_cut(
        &self,
        plan: &Plan,
        tables: &BTreeSet<&str>,
        cut: &Cut<'_>,
        limits: TaskLimits,
    ) -> Result<Computation<'_>, RunError> {
        let computation =
            Computation::new(self.lake, self.registry, &self.engine, plan.inputs.clone())?.limited(limits);
        for input in self.registry.lake_tables_behind(tables) {
            computation.cut(input, cut).await?;
        }
        let threads = computation.threads(Share::Whole);
        for (report, name, task) in self.registry.tasks_behind(tables) {
            let step = plan.steps.iter().find(|step| step.task == name);
            let Some(step) = step.filter(|_| !is_fact_table(&task.into)) else {
                continue;
            };
            let limits = if report.is_plugin() {
                limits
            } else {
                TaskLimits::default()
            };
            contained(name, &limits, computation.compute(step, threads)).await?;
        }
        Ok(computation)
    }
}

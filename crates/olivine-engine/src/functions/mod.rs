//! The functions that SQL of reports may call beside those of the query engine: one list, each with its documentation.

mod answers;
mod arguments;
mod blocks;
mod collected;
mod course_keys;
mod days;
mod enrollment;
mod enrollment_log;
mod enrollment_repairs;
mod first_and_last;
mod lookups;
mod metric_ranges;
mod payload;
mod responses;
mod rows;
mod scalar;
mod texts;
mod time;
mod video;

use std::borrow::Cow;
use std::sync::Arc;

use datafusion::execution::FunctionRegistry;

use crate::country::CountryDatabase;
use crate::error::EngineError;
use collected::Rule;

/// A function and what is to be known about it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FunctionDoc {
    /// Its name in SQL.
    pub name: &'static str,
    /// How it is called and what it gives, for example `iso_week_start(day date) -> date`.
    pub signature: &'static str,
    /// Whether it gives a value for each row or for each group of rows.
    pub kind: FunctionKind,
    /// What it means, also for null.
    pub doc: &'static str,
    /// The rule it follows, by tag and id.
    pub rule: &'static str,
    /// What its answer tells of what it is given.
    pub carries: Carries,
    /// Calls with their answers; a test runs them.
    pub examples: &'static [Example],
}

impl FunctionDoc {
    /// Whether a call costs enough to ask for no second one: it reads or makes texts. What gives days, times and truths looks at
    /// short values.
    pub(crate) fn is_dear(&self) -> bool {
        let gives = self.signature.rsplit("-> ").next();
        self.kind == FunctionKind::Scalar && !matches!(gives, Some("boolean" | "date" | "timestamp"))
    }
}

/// Kind of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FunctionKind {
    /// A value for each row.
    Scalar,
    /// A value for each group of rows; a pure function of the set of those rows.
    Aggregate,
}

/// What the answer of a function tells of the values it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// It is, or is made from, those values: it may tell who people are if they do.
    Values,
    /// Nothing about who the people were: a country, places of a course, what was submitted, how a video was watched by all.
    Nothing,
    /// One part, named by a path, of an event.
    PartOfEvent,
}

/// A call of a function and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Example {
    /// An expression, or a whole `select`.
    pub sql: &'static str,
    /// Its value as text; `null` where there is none.
    pub result: &'static str,
}

impl Example {
    /// The call as a statement of its own.
    pub fn statement(&self) -> Cow<'static, str> {
        if self.sql.starts_with("select ") {
            Cow::Borrowed(self.sql)
        } else {
            Cow::Owned(format!("select {}", self.sql))
        }
    }
}

/// All functions, by name.
pub fn functions() -> Vec<FunctionDoc> {
    let mut docs: Vec<FunctionDoc> = scalar_functions(None)
        .into_iter()
        .map(|function| function.doc)
        .collect();
    docs.extend([enrollment::DAYS_DOC, enrollment::SUMMARY_DOC]);
    docs.extend([enrollment_repairs::DOC, first_and_last::DOC, metric_ranges::DOC]);
    docs.extend([
        video::Viewings::DOC,
        video::UsageOfVideo::DOC,
        video::Stretches::DOC,
        video::Curve::DOC,
        video::CoveredLength::DOC,
        time::ActivityRuns::DOC,
        time::TimeOnTask::DOC,
    ]);
    docs.sort_by_key(|doc| doc.name);
    docs
}

fn scalar_functions(countries: Option<Arc<CountryDatabase>>) -> Vec<scalar::Scalar> {
    let mut all = days::functions();
    all.extend(blocks::functions());
    all.extend(course_keys::functions());
    all.extend(payload::functions());
    all.extend(answers::functions());
    all.extend(lookups::functions(countries));
    all.extend(responses::functions());
    all.extend(texts::functions());
    all
}

/// Makes the functions known to a session.
pub(crate) fn register(
    registry: &mut dyn FunctionRegistry,
    countries: Option<Arc<CountryDatabase>>,
) -> Result<(), EngineError> {
    for function in scalar_functions(countries) {
        registry.register_udf(Arc::new(function.into_udf()))?;
    }
    registry.register_udaf(Arc::new(enrollment::days()))?;
    registry.register_udaf(Arc::new(enrollment::summary()))?;
    registry.register_udaf(Arc::new(enrollment_repairs::repairs_function()))?;
    registry.register_udaf(Arc::new(first_and_last::first_and_last()))?;
    for function in [
        collected::function::<video::Viewings>(),
        collected::function::<video::UsageOfVideo>(),
        collected::function::<video::Stretches>(),
        collected::function::<video::Curve>(),
        collected::function::<video::CoveredLength>(),
        collected::function::<time::ActivityRuns>(),
        collected::function::<time::TimeOnTask>(),
    ] {
        registry.register_udaf(Arc::new(function))?;
    }
    registry.register_udaf(Arc::new(metric_ranges::metric_ranges()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use datafusion::execution::context::SessionContext;

    use super::*;

    /// Names of scalar, aggregate and window functions.
    fn names(registry: &dyn FunctionRegistry) -> [BTreeSet<String>; 3] {
        [registry.udfs(), registry.udafs(), registry.udwfs()].map(|names| names.into_iter().collect())
    }

    #[test]
    fn every_function_is_documented_and_there() {
        let context = SessionContext::new();
        let before = names(&*context.state_ref().read());
        register(&mut *context.state_ref().write(), None).unwrap();
        let after = names(&*context.state_ref().read());
        let ours =
            |kind: usize| -> BTreeSet<&str> { after[kind].difference(&before[kind]).map(String::as_str).collect() };
        let docs = functions();
        let documented = |kind: FunctionKind| -> BTreeSet<&str> {
            docs.iter().filter(|doc| doc.kind == kind).map(|doc| doc.name).collect()
        };
        assert_eq!(ours(0), documented(FunctionKind::Scalar));
        assert_eq!(ours(1), documented(FunctionKind::Aggregate));
        assert_eq!(ours(2), BTreeSet::new());
        for doc in &docs {
            assert!(
                !doc.doc.is_empty() && !doc.rule.is_empty() && !doc.examples.is_empty(),
                "{}",
                doc.name
            );
            assert!(doc.signature.contains(" -> "), "{}", doc.signature);
        }
    }
}

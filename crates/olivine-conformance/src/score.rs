//! What came of the cases.

use std::collections::BTreeMap;
use std::fmt;

/// What came of one vector or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The same.
    Passed,
    /// Something else, in words.
    Failed(String),
    /// This program has no such step, for this reason.
    NotApplicable(&'static str),
    /// Not built yet.
    NotCovered,
}

impl Verdict {
    /// Whether two values are the same.
    pub fn of<T: PartialEq + fmt::Debug>(found: T, expected: T) -> Self {
        if found == expected {
            Self::Passed
        } else {
            Self::Failed(format!("found {found:?}, expected {expected:?}"))
        }
    }
}

impl<E: fmt::Display> From<Result<Verdict, E>> for Verdict {
    fn from(result: Result<Verdict, E>) -> Self {
        result.unwrap_or_else(|error| Self::Failed(error.to_string()))
    }
}

/// Verdicts by the name of the vector or table.
#[derive(Debug, Default)]
pub struct Score {
    verdicts: BTreeMap<String, Verdict>,
}

impl Score {
    /// Takes a verdict in.
    pub fn add(&mut self, name: impl Into<String>, verdict: Verdict) {
        self.verdicts.insert(name.into(), verdict);
    }

    /// What failed, and how.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &str)> {
        self.verdicts.iter().filter_map(|(name, verdict)| match verdict {
            Verdict::Failed(how) => Some((name.as_str(), how.as_str())),
            _ => None,
        })
    }

    /// What is not built yet.
    pub fn not_covered(&self) -> impl Iterator<Item = &str> {
        let not_covered = self
            .verdicts
            .iter()
            .filter(|(_, verdict)| **verdict == Verdict::NotCovered);
        not_covered.map(|(name, _)| name.as_str())
    }

    /// How many have a verdict for which `is_such` holds.
    pub fn count(&self, is_such: impl Fn(&Verdict) -> bool) -> usize {
        self.verdicts.values().filter(|verdict| is_such(verdict)).count()
    }

    /// Verdicts by family, which is the name up to the first dot or slash.
    pub fn by_family(&self) -> BTreeMap<&str, Self> {
        let mut families: BTreeMap<&str, Self> = BTreeMap::new();
        for (name, verdict) in &self.verdicts {
            let family = name.split(['.', '/']).next().unwrap_or(name);
            families.entry(family).or_default().add(name.clone(), verdict.clone());
        }
        families
    }
}

/// One line.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} not yet covered",
            self.count(|verdict| *verdict == Verdict::Passed),
            self.count(|verdict| matches!(verdict, Verdict::Failed(_))),
            self.count(|verdict| *verdict == Verdict::NotCovered),
        )?;
        match self.count(|verdict| matches!(verdict, Verdict::NotApplicable(_))) {
            0 => Ok(()),
            without => write!(f, " ({without} not applicable)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_counted_in_its_family() {
        let mut score = Score::default();
        score.add("a.x/1", Verdict::of(1, 1));
        score.add("a.x/2", Verdict::of(1, 2));
        score.add("b/table", Verdict::NotCovered);
        score.add("b/other", Verdict::NotApplicable("no such thing"));
        assert_eq!(
            score.to_string(),
            "1 passed, 1 failed, 1 not yet covered (1 not applicable)"
        );
        let families = score.by_family();
        assert_eq!(families["a"].to_string(), "1 passed, 1 failed, 0 not yet covered");
        assert_eq!(
            families["b"].to_string(),
            "0 passed, 0 failed, 1 not yet covered (1 not applicable)"
        );
        assert_eq!(score.failures().collect::<Vec<_>>(), [("a.x/2", "found 1, expected 2")]);
    }
}

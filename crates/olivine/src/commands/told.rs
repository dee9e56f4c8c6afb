//! How failures of a run are told: what befell many tasks in the same way is said once.

/// A failure of something that a run makes, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// The task, the files or the run that failed.
    pub name: &'a str,
    /// Code of the failure.
    pub code: &'a str,
    /// What happened.
    pub text: &'a str,
    /// What to do about it.
    pub hint: &'a str,
}

impl Told<'_> {
    /// Whether both say the same, whatever it befell.
    fn says_the_same(&self, other: &Self) -> bool {
        (self.code, self.text, self.hint) == (other.code, other.text, other.hint)
    }
}

/// Lines for people: a failure once with all that it befell, and what to do about it once where the next one asks for the same.
pub fn failures_told<'a>(failures: impl Iterator<Item = Told<'a>>) -> Vec<String> {
    let mut told: Vec<(Told<'a>, Vec<&'a str>)> = Vec::new();
    for failure in failures {
        match told.iter_mut().find(|(known, _)| known.says_the_same(&failure)) {
            Some((_, names)) => names.push(failure.name),
            None => told.push((failure, vec![failure.name])),
        }
    }
    let mut lines = Vec::new();
    for (at, (failure, names)) in told.iter().enumerate() {
        lines.push(format!(
            "{} failed ({}): {}",
            names.join(", "),
            failure.code,
            failure.text
        ));
        let next = told.get(at + 1).map(|(next, _)| next.hint);
        if next != Some(failure.hint) {
            lines.push(format!("  {}", failure.hint));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_befell_many_is_said_once() {
        let failure = |name, code, text, hint| Told { name, code, text, hint };
        let failures = [
            failure("a", "ENGINE-009", "no database", "Name one."),
            failure("b", "RUN-001", "b reads x", "Import it."),
            failure("c", "ENGINE-009", "no database", "Name one."),
            failure("d", "RUN-001", "d reads y", "Import it."),
        ];
        assert_eq!(
            failures_told(failures.into_iter()),
            [
                "a, c failed (ENGINE-009): no database",
                "  Name one.",
                "b failed (RUN-001): b reads x",
                "d failed (RUN-001): d reads y",
                "  Import it.",
            ]
        );
        assert!(failures_told(std::iter::empty()).is_empty());
    }
}

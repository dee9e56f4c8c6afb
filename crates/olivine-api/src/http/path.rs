//! Paths that manifests declare, and finding the one that is asked for (`API 1.1`).

use regex::Regex;

/// A declared path such as `courses/{course_id}/enrollment/mode/`, ready for matching.
#[derive(Debug)]
pub struct Pattern {
    declared: String,
    names: Vec<String>,
    regex: Regex,
}

/// What a path holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Values of the named parts, decoded.
    pub values: Vec<(String, String)>,
    /// Format suffix, such as `csv`.
    pub suffix: Option<String>,
}

impl Pattern {
    /// Reads a declared path; one without slash at its end is also found with one.
    ///
    /// # Errors
    /// A sentence saying what is wrong with it.
    pub fn parse(declared: &str) -> Result<Self, String> {
        let (stem, end) = match declared.strip_suffix('/') {
            Some(stem) => (stem, r"(?:/|\.([a-z0-9]+)/?)$"),
            None if declared.ends_with('}') => (declared, r"(?:\.([a-z0-9]+))?/?$"),
            None => return Err(format!("path `{declared}` must end in `/`")),
        };
        let mut regex = String::from("^");
        let mut names = Vec::new();
        let mut rest = stem;
        while let Some((plain, tail)) = rest.split_once('{') {
            let (name, tail) = tail
                .split_once('}')
                .ok_or_else(|| format!("path `{declared}`: `{{` without `}}`"))?;
            regex.push_str(&regex::escape(plain));
            regex.push_str(&format!("({})", part_regex(name)));
            names.push(name.to_owned());
            rest = tail;
        }
        regex.push_str(&regex::escape(rest));
        regex.push_str(end);
        let regex = Regex::new(&regex).map_err(|error| format!("path `{declared}`: {error}"))?;
        Ok(Self {
            declared: declared.to_owned(),
            names,
            regex,
        })
    }

    /// The path as declared.
    pub fn declared(&self) -> &str {
        &self.declared
    }

    /// Names of its parts in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether it is about one course and its dates (`API 2.1`).
    pub fn is_course_view(&self) -> bool {
        self.declared.starts_with("courses/{course_id}/")
    }

    /// Matches a decoded path below the version.
    pub fn find(&self, path: &str) -> Option<Found> {
        let captures = self.regex.captures(path)?;
        let part = |index: usize| captures.get(index).map(|part| part.as_str().to_owned());
        let values = self
            .names
            .iter()
            .enumerate()
            .filter_map(|(index, name)| Some((name.clone(), part(index + 1)?)));
        Some(Found {
            values: values.collect(),
            suffix: part(self.names.len() + 1),
        })
    }

    /// How many characters of it are fixed: of two patterns that match, the one with more is meant.
    pub fn fixed_length(&self) -> usize {
        self.declared.len() - self.names.iter().map(|name| name.len() + 2).sum::<usize>()
    }
}

/// What a named part may look like. Course ids hold `/` or `+`; ids of problems and videos hold anything.
fn part_regex(name: &str) -> &'static str {
    match name {
        "course_id" => "[^/+]+[/+][^/+]+[/+][^/]+",
        "username" => r"[\w.+-]+",
        "report_name" => "[a-zA-Z0-9_]+",
        "enterprise_uuid" => "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
        // Numbers that the store can hold.
        "enterprise_enrollment_id" | "enterprise_user_id" => "[0-9]{1,18}",
        "offer_id" => "[A-Za-z0-9-]+",
        _ => ".+",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(declared: &str, path: &str) -> Option<(String, Option<String>)> {
        let found = Pattern::parse(declared).unwrap().find(path)?;
        Some((
            found
                .values
                .into_iter()
                .map(|(_, value)| value)
                .collect::<Vec<_>>()
                .join("|"),
            found.suffix,
        ))
    }

    #[test]
    fn course_ids_of_all_styles_match() {
        let declared = "courses/{course_id}/enrollment/";
        for id in [
            "OldX/OS1/Run_A",
            "course-v1:Org+Course+Run",
            "ccx-v1:Org+Course+Run+ccx@1",
            "a+b/c",
        ] {
            assert_eq!(
                found(declared, &format!("courses/{id}/enrollment/")),
                Some((id.into(), None)),
                "{id}"
            );
        }
        for id in ["a/b", "abc", "a//b", "a/b/c/d"] {
            assert_eq!(found(declared, &format!("courses/{id}/enrollment/")), None, "{id}");
        }
    }

    #[test]
    fn a_suffix_takes_the_place_of_the_last_slash() {
        let declared = "courses/{course_id}/enrollment/";
        let csv = Some(("a/b/c".to_owned(), Some("csv".to_owned())));
        assert_eq!(found(declared, "courses/a/b/c/enrollment.csv"), csv);
        assert_eq!(found(declared, "courses/a/b/c/enrollment.csv/"), csv);
        for path in [
            "courses/a/b/c/enrollment",
            "courses/a/b/c/enrollment.",
            "courses/a/b/c/enrollment.CSV",
        ] {
            assert_eq!(found(declared, path), None, "{path}");
        }
    }

    #[test]
    fn other_ids_hold_anything() {
        let declared = "problems/{problem_id}/answer_distribution/";
        let id = "i4x://OldX/OS1/problem/p1";
        assert_eq!(
            found(declared, &format!("problems/{id}/answer_distribution/")),
            Some((id.into(), None))
        );
        assert_eq!(
            found("learners/{username}/", "learners/bo.b+x/"),
            Some(("bo.b+x".into(), None))
        );
        assert_eq!(found("learners/{username}/", "learners/bo b/"), None);
    }

    #[test]
    fn a_path_without_slash_is_found_with_and_without_one() {
        let declared = "admin/insights/{enterprise_uuid}";
        let uuid = "0b1c5d4e-6f70-4192-8a4b-5c6d7e8f9001";
        let id = |suffix: Option<&str>| Some((uuid.to_owned(), suffix.map(String::from)));
        assert_eq!(found(declared, &format!("admin/insights/{uuid}")), id(None));
        assert_eq!(found(declared, &format!("admin/insights/{uuid}/")), id(None));
        assert_eq!(found(declared, &format!("admin/insights/{uuid}.csv")), id(Some("csv")));
        assert_eq!(found(declared, "admin/insights/none"), None);
    }

    #[test]
    fn bad_declarations_are_refused() {
        assert!(Pattern::parse("courses").is_err());
        assert!(Pattern::parse("courses/{course_id/").is_err());
    }
}

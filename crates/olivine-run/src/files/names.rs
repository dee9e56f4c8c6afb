//! Paths of files from the values that tell them apart (`ES K-8`).

use std::collections::{BTreeMap, BTreeSet};

use olivine_event::course_key;
use sha1::{Digest, Sha1};

/// Hexadecimal digits of the hash that tells names apart which would be the same.
const HASH_DIGITS: usize = 8;

/// How the paths of files are made.
pub(crate) struct Names<'a> {
    template: &'a str,
    by: &'a [String],
    /// Values that do not get the plain form of their name, because another one has it.
    hashed: BTreeSet<(usize, String)>,
}

impl<'a> Names<'a> {
    /// Paths by a template, for files with these values of the columns `by`.
    pub(crate) fn new(template: &'a str, by: &'a [String], files: &[Vec<String>]) -> Self {
        let mut hashed = BTreeSet::new();
        for place in 0..by.len() {
            let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
            for value in files.iter().filter_map(|values| values.get(place)) {
                by_name.entry(safe(value)).or_default().insert(value);
            }
            for values in by_name.into_values().filter(|values| values.len() > 1) {
                // The plain name is that of the key of the new form; among several, of the first.
                let plain = values
                    .iter()
                    .copied()
                    .min_by_key(|value| (!value.contains(':'), *value));
                let others = values.iter().copied().filter(|value| Some(*value) != plain);
                hashed.extend(others.map(|value| (place, value.to_owned())));
            }
        }
        Self { template, by, hashed }
    }

    /// The path of the file with these values.
    pub(crate) fn path(&self, values: &[String]) -> String {
        let mut path = String::new();
        let mut rest = self.template;
        while let Some((before, behind)) = rest.split_once('{') {
            path.push_str(before);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            path.push_str(&self.part(name, values).unwrap_or_default());
            rest = behind;
        }
        path.push_str(rest);
        path
    }

    fn part(&self, name: &str, values: &[String]) -> Option<String> {
        let value_of = |name: &str| {
            let place = self.by.iter().position(|column| column == name)?;
            Some((place, values.get(place)?))
        };
        let Some((place, value)) = value_of(name) else {
            let (_, value) = value_of(name.strip_suffix("_sha1")?)?;
            return Some(sha1_of(value));
        };
        let name = safe(value);
        Some(if self.hashed.contains(&(place, value.clone())) {
            format!("{name}_{}", &sha1_of(value)[..HASH_DIGITS])
        } else {
            name
        })
    }
}

/// A value as part of a file name; never a name that leads elsewhere.
fn safe(value: &str) -> String {
    let name = course_key::filename_safe(value, '_');
    if name.bytes().all(|byte| byte == b'.') {
        name.replace('.', "_")
    } else {
        name
    }
}

fn sha1_of(value: &str) -> String {
    Sha1::digest(value.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(template: &str, ids: &[&str]) -> Vec<String> {
        let by = ["course_id".to_owned()];
        let files: Vec<Vec<String>> = ids.iter().map(|id| vec![(*id).to_owned()]).collect();
        let names = Names::new(template, &by, &files);
        files.iter().map(|values| names.path(values)).collect()
    }

    #[test]
    fn placeholders_are_filled() {
        assert_eq!(
            paths(
                "{course_id_sha1}/{course_id}_answer_distribution.csv",
                &["edX/E929/2014_T2"]
            ),
            ["c5f8c2730d010e96b5c091412fc6de88d55e875b/edX_E929_2014_T2_answer_distribution.csv"]
        );
    }

    #[test]
    fn courses_with_one_name_get_two_and_order_does_not_matter() {
        let (old, new) = ("X/A/1", "course-v1:X+A+1");
        let forward = paths("{course_id}.csv", &[old, new]);
        assert_eq!(forward[1], "X_A_1.csv");
        assert!(forward[0].starts_with("X_A_1_") && forward[0].len() == "X_A_1_.csv".len() + HASH_DIGITS);
        let mut backward = paths("{course_id}.csv", &[new, old]);
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(paths("{course_id}.csv", &[old]), ["X_A_1.csv"]);
    }

    #[test]
    fn no_value_leads_out_of_the_folder() {
        for id in ["..", "../../etc/passwd", "a/../b", "", ".", "\\..\\x", "/"] {
            let path = &paths("{course_id}/x.csv", &[id])[0];
            let part = path.strip_suffix("/x.csv").unwrap();
            assert!(
                !part.is_empty() && !part.contains('/') && part != "." && part != "..",
                "{id}: {path}"
            );
        }
    }
}

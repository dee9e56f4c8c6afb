//! What of a tree an address means.

use std::collections::BTreeMap;

use super::subject::{Subject, slug};
use super::tree::{Leaf, Part, Tree, encoded};

/// The part of a tree, and the leaf, that a page is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// The parts chosen, the outer one first.
    pub path: Vec<Part>,
    /// The leaf chosen.
    pub leaf: Option<&'a Leaf>,
}

impl<'a> Choice<'a> {
    /// Finds what the values of an address name; none if there is no such thing in the tree.
    pub fn of(subject: Subject, tree: &'a Tree, values: &BTreeMap<String, String>) -> Option<Self> {
        let names = subject.parameters();
        let (leaf_name, part_names) = names.split_last()?;
        let mut path: Vec<Part> = Vec::new();
        for (level, name) in part_names.iter().enumerate() {
            let Some(value) = values.get(*name) else { continue };
            path = found(subject, tree, &path, level, value)?;
        }
        let leaf = match values.get(*leaf_name) {
            None => None,
            // Videos may be named by their short form, as the data names them.
            Some(value) => Some(
                tree.within(&path)
                    .find(|leaf| leaf.id == *value || (subject.is_about_videos() && encoded(&leaf.id) == *value))?,
            ),
        };
        Some(Self { path, leaf })
    }
}

/// The path down to the part of that name at a level. Levels above that the address leaves out are those of the part: an assignment
/// tells its type.
fn found(subject: Subject, tree: &Tree, above: &[Part], level: usize, value: &str) -> Option<Vec<Part>> {
    let is_meant = |part: &Part| part.id == value || part.name == value;
    let paths = || tree.within(above).filter_map(|leaf| leaf.path.get(..=level));
    let exact = paths().find(|path| path.last().is_some_and(is_meant));
    let by_slug = || {
        let named = |path: &&[Part]| path.last().is_some_and(|part| slug(&part.name) == value);
        paths().find(named).filter(|_| level == 0 && subject.has_slugs())
    };
    exact.or_else(by_slug).map(<[Part]>::to_vec)
}

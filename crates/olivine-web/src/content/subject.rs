//! What a tree is about: where its numbers come from, what its levels are called, and which addresses its pages have.

use super::Further;
use super::tree::{Leaf, Part, Tree};
use crate::address::segment;
use crate::language::Words;
use crate::wired::{CONTENTS, Named, PROBLEMS, TAGGED_PROBLEMS, VIDEOS};

/// What a tree is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Videos by section and subsection (`UI 4.6`).
    Videos,
    /// Graded problems by type of assignment and assignment (`UI 4.2`).
    Graded,
    /// Practice problems by section and subsection (`UI 4.3`).
    Ungraded,
    /// Problems by learning outcome (`UI 4.5`).
    Outcomes,
}

impl Subject {
    /// Report and query of its numbers.
    pub const fn data(self) -> Named {
        match self {
            Self::Videos => VIDEOS,
            Self::Graded | Self::Ungraded => PROBLEMS,
            Self::Outcomes => TAGGED_PROBLEMS,
        }
    }

    /// The tree, from what was read.
    pub fn tree(self, further: &Further) -> Tree {
        let read = |(_, query): Named| further.get(query).map(|answer| answer.as_ref());
        Tree::of(self, read(CONTENTS), read(self.data()), read(PROBLEMS))
    }

    /// Reports and queries that its tree is made of: the contents of the course, its numbers, and what else it needs to know.
    pub const fn sources(self) -> &'static [Named] {
        match self {
            Self::Videos => &[CONTENTS, VIDEOS],
            Self::Graded | Self::Ungraded => &[CONTENTS, PROBLEMS],
            Self::Outcomes => &[CONTENTS, TAGGED_PROBLEMS, PROBLEMS],
        }
    }

    /// Names of its levels, the outer one first, the leaves last; parts of message ids.
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Videos => &["section", "subsection", "video"],
            Self::Graded => &["assignment_type", "assignment", "problem"],
            Self::Ungraded => &["section", "subsection", "problem"],
            Self::Outcomes => &["outcome", "problem"],
        }
    }

    /// Values of an address that name its levels, the outer one first, the leaves last.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Videos | Self::Ungraded => &["section_id", "subsection_id", "module_id"],
            Self::Graded => &["assignment_type", "assignment_id", "module_id"],
            Self::Outcomes => &["outcome", "module_id"],
        }
    }

    /// Whether it is about videos; else it is about problems.
    pub fn is_about_videos(self) -> bool {
        self == Self::Videos
    }

    /// Whether types and outcomes, which have no key, stand in addresses by a short form of their name.
    pub fn has_slugs(self) -> bool {
        matches!(self, Self::Graded | Self::Outcomes)
    }

    /// What a part is called: its title, else a word that says that it has none.
    pub fn name_of(self, part: &Part, words: &Words) -> String {
        match part.name.as_str() {
            "" if part.is_elsewhere() => words.t("content-elsewhere"),
            "" if part.is_unplaced() => words.t("content-unplaced"),
            "" => words.t("empty-text"),
            name => name.to_owned(),
        }
    }

    /// Path below the report's own, for a part or the whole.
    pub fn path(self, tree: &Tree, path: &[Part]) -> String {
        match (self, path) {
            (_, []) => String::new(),
            (Self::Graded | Self::Outcomes, [top]) => format!("{}/", segment(&slug_in(tree, top))),
            (Self::Graded, [_, assignment, ..]) => format!("assignments/{}/", segment(&assignment.id)),
            (_, [section]) => format!("sections/{}/", segment(&section.id)),
            (_, [section, subsection, ..]) => {
                format!(
                    "sections/{}/subsections/{}/",
                    segment(&section.id),
                    segment(&subsection.id)
                )
            }
        }
    }

    /// Path below the report's own for a leaf; of a problem, for one of its parts.
    pub fn leaf_path(self, tree: &Tree, leaf: &Leaf, part: Option<&str>) -> Option<String> {
        let above = self.path(tree, &leaf.path);
        if !leaf.has_page {
            return None;
        }
        if self.is_about_videos() {
            return Some(format!("{above}modules/{}/timeline/", segment(&leaf.id)));
        }
        let id = segment(&leaf.id);
        let first = leaf.parts.first().map(String::as_str);
        match (self, part.or(first)) {
            (Self::Outcomes, None) => Some(format!("{above}problems/{id}/")),
            (Self::Outcomes, Some(part)) => Some(format!("{above}problems/{id}/{}/", segment(part))),
            (_, None) => None,
            (_, Some(part)) => Some(format!(
                "{above}problems/{id}/parts/{}/answer_distribution/",
                segment(part)
            )),
        }
    }
}

/// The short form of a name in addresses, as it has always been: lower case, hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_ascii_alphanumeric() || letter == '_' => slug.push(letter),
            letter if (letter == '-' || letter.is_whitespace()) && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_matches(['-', '_']).to_owned()
}

/// How a type or outcome stands in addresses: by its short form where that means it alone, else by its whole name (`UI D-14`).
fn slug_in(tree: &Tree, part: &Part) -> String {
    let short = slug(&part.name);
    let same = tree
        .below(&[])
        .into_iter()
        .filter(|(other, _)| slug(&other.name) == short);
    if short.is_empty() || short == "assignments" || same.count() > 1 {
        part.name.clone()
    } else {
        short
    }
}

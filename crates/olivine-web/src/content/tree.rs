//! The tree: leaves in the order of the course, each with the parts it lies in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use olivine_api::query::{Answer, Cell};

use super::subject::Subject;
use crate::presenter::{Row, created, rows_of};

/// Id of the part that holds what learners did with blocks that the course does not have any more (`UI D-20`).
const ELSEWHERE: &str = "elsewhere";
/// Id of the part that holds all blocks where nobody knows what the course is made of.
const UNPLACED: &str = "unplaced";
/// Name of the tag whose values are outcomes (`UI 4.5`).
const OUTCOME: &str = "learning_outcome";
/// Name of the tag that says how hard a problem is.
const DIFFICULTY: &str = "difficulty";

/// A section, subsection, assignment, type of assignment, or outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its usage key; of types and outcomes, their name.
    pub id: String,
    /// Its title; empty where it has none.
    pub name: String,
}

impl Part {
    /// Whether it holds what the course does not have any more.
    pub fn is_elsewhere(&self) -> bool {
        self.id == ELSEWHERE
    }

    /// Whether it holds what stands nowhere because the structure of the course is not known.
    pub fn is_unplaced(&self) -> bool {
        self.id == UNPLACED
    }

    /// Whether it is one of the course itself.
    pub fn is_of_course(&self) -> bool {
        !self.is_elsewhere() && !self.is_unplaced()
    }
}

/// A video or problem with what learners did.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its usage key.
    pub id: String,
    /// Its title; empty where it has none.
    pub name: String,
    /// The parts it lies in, the outer one first.
    pub path: Vec<Part>,
    /// Complete views, or correct submissions.
    pub good: i64,
    /// Incomplete views, or incorrect submissions.
    pub bad: i64,
    /// Whether there is anything about it at all.
    pub has_data: bool,
    /// Whether there is a page about it: submissions that are counted for an outcome may hold no answer that can be shown.
    pub has_page: bool,
    /// Ids of its parts that have answers, in natural order.
    pub parts: Vec<String>,
    /// How hard it is, by its tags.
    pub difficulty: Option<String>,
    /// Of a video: its id in the data.
    pub pipeline_id: Option<String>,
}

/// All leaves of one subject in the order of the course; those the course does not have any more come last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree {
    /// The leaves.
    pub leaves: Vec<Leaf>,
    /// When the newest of their numbers was computed.
    pub created: Option<NaiveDateTime>,
    /// Whether it is known what the course is made of.
    pub knows_structure: bool,
}

/// What learners did with a block, before it is known where it stands.
#[derive(Debug, Clone, Default)]
struct Numbers {
    id: String,
    good: i64,
    bad: i64,
    parts: Vec<String>,
    pipeline_id: Option<String>,
}

impl Tree {
    /// Joins the contents of a course with the numbers of a subject; `answered` are the problems whose answers are known.
    pub fn of(subject: Subject, contents: Option<&Answer>, data: Option<&Answer>, answered: Option<&Answer>) -> Self {
        let leaves = match subject {
            Subject::Videos => placed(contents, data, "video", video, sections, true),
            Subject::Graded => placed(contents, data, "problem", problem, assignments, false),
            Subject::Ungraded => placed(contents, data, "problem", problem, practice, true),
            Subject::Outcomes => outcomes(contents, data, answered),
        };
        Self {
            leaves,
            created: data.and_then(created),
            knows_structure: is_known(contents),
        }
    }

    /// The parts directly below a path, in the order of the course, each with its leaves.
    pub fn below<'a>(&'a self, path: &[Part]) -> Vec<(&'a Part, Vec<&'a Leaf>)> {
        let mut groups: Vec<(&Part, Vec<&Leaf>)> = Vec::new();
        for leaf in self.within(path) {
            let Some(part) = leaf.path.get(path.len()) else {
                continue;
            };
            match groups.iter_mut().find(|(known, _)| known.id == part.id) {
                Some((_, leaves)) => leaves.push(leaf),
                None => groups.push((part, vec![leaf])),
            }
        }
        groups
    }

    /// The leaves anywhere below a path.
    pub fn within<'a, 'p>(&'a self, path: &'p [Part]) -> impl Iterator<Item = &'a Leaf> + use<'a, 'p> {
        self.leaves.iter().filter(move |leaf| {
            let own = leaf.path.iter().map(|part| &part.id);
            leaf.path.len() >= path.len() && own.zip(path).all(|(own, wanted)| *own == wanted.id)
        })
    }
}

/// Whether there is any content: without it, nobody can tell what the course still has and what of it is graded (`UI 7.3`).
fn is_known(contents: Option<&Answer>) -> bool {
    contents.is_some_and(|contents| !contents.rows.is_empty())
}

/// The form in which data names a video: of old keys the parts joined by hyphens, of new ones the name of the block (`UI 4.1`).
pub fn encoded(block: &str) -> String {
    match block.strip_prefix("i4x://") {
        Some(old) => format!("i4x-{}", old.replace('/', "-").replace('.', "_")),
        None => block.rsplit('@').next().unwrap_or(block).to_owned(),
    }
}

fn text(row: Row<'_>, column: &str) -> String {
    row.text(column).unwrap_or_default().to_owned()
}

fn part(row: Row<'_>, id: &str, name: &str) -> Part {
    Part {
        id: text(row, id),
        name: text(row, name),
    }
}

fn sections(row: Row<'_>) -> Option<Vec<Part>> {
    let (section, subsection) = (
        part(row, "section_id", "section"),
        part(row, "subsection_id", "subsection"),
    );
    Some(vec![section, subsection])
}

/// Whether a problem is graded is decided by the problem alone, so each stands in one of both trees (`UI D-20`).
fn practice(row: Row<'_>) -> Option<Vec<Part>> {
    match row.text("assignment_id") {
        None => sections(row),
        Some(_) => None,
    }
}

fn assignments(row: Row<'_>) -> Option<Vec<Part>> {
    row.text("assignment_id")?;
    let kind = text(row, "assignment_type");
    let kind = Part {
        // Types are compared without case (`UI 4.1`).
        id: kind.to_lowercase(),
        name: kind,
    };
    Some(vec![kind, part(row, "assignment_id", "assignment")])
}

/// Complete is who was there at the end; incomplete the others who began (`UI 4.6`).
fn video(row: Row<'_>) -> Option<Numbers> {
    let (start, end) = (row.count("users_at_start"), row.count("users_at_end"));
    Some(Numbers {
        id: text(row, "encoded_module_id"),
        good: end,
        bad: (start - end).max(0),
        parts: Vec::new(),
        pipeline_id: row.text("pipeline_video_id").map(str::to_owned),
    })
}

fn problem(row: Row<'_>) -> Option<Numbers> {
    let (total, correct) = (row.count("total_submissions"), row.count("correct_submissions"));
    let mut parts: Vec<String> = match row.field("part_ids") {
        Cell::List(ids) => ids.iter().filter_map(Cell::as_text).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    super::answers::part_order(&mut parts);
    Some(Numbers {
        id: row.text("module_id")?.to_owned(),
        good: correct,
        bad: (total - correct).max(0),
        parts,
        pipeline_id: None,
    })
}

/// The leaves of one type of block; `path` gives the parts of those that belong to the tree. Numbers of blocks that the course
/// does not have, or of which nobody knows where it has them, come last where `with_elsewhere`.
fn placed(
    contents: Option<&Answer>,
    data: Option<&Answer>,
    kind: &str,
    read: fn(Row<'_>) -> Option<Numbers>,
    path: fn(Row<'_>) -> Option<Vec<Part>>,
    with_elsewhere: bool,
) -> Vec<Leaf> {
    let numbers = data.into_iter().flat_map(rows_of).filter_map(read);
    let mut numbers: BTreeMap<String, Numbers> = numbers.map(|numbers| (numbers.id.clone(), numbers)).collect();
    let mut leaves = Vec::new();
    for row in contents.into_iter().flat_map(rows_of) {
        let id = text(row, "block_id");
        if row.text("block_type") != Some(kind) {
            continue;
        }
        let key = if kind == "video" { encoded(&id) } else { id.clone() };
        // Taken also where the leaf belongs to the other tree: its numbers are not those of a block that is gone.
        let own = numbers.remove(&key);
        if let Some(path) = path(row) {
            leaves.push(leaf(id, text(row, "name"), path, own));
        }
    }
    if with_elsewhere {
        let id = if is_known(contents) { ELSEWHERE } else { UNPLACED };
        let outside = Part {
            id: id.to_owned(),
            name: String::new(),
        };
        let path = vec![outside.clone(), outside];
        leaves.extend(numbers.into_values().map(|numbers| {
            let name = encoded(&numbers.id);
            leaf(numbers.id.clone(), name, path.clone(), Some(numbers))
        }));
    }
    leaves
}

fn leaf(id: String, name: String, path: Vec<Part>, numbers: Option<Numbers>) -> Leaf {
    let has_data = numbers.is_some();
    let numbers = numbers.unwrap_or_default();
    Leaf {
        id,
        name,
        path,
        good: numbers.good,
        bad: numbers.bad,
        has_data,
        has_page: has_data,
        parts: numbers.parts,
        difficulty: None,
        pipeline_id: numbers.pipeline_id,
    }
}

/// Problems by outcome; one with two outcomes counts for both (`UI 4.5`). Problems are named after where they stand.
fn outcomes(contents: Option<&Answer>, data: Option<&Answer>, answered: Option<&Answer>) -> Vec<Leaf> {
    let answered = answered.into_iter().flat_map(rows_of);
    let answered: BTreeSet<&str> = answered.filter_map(|row| row.text("module_id")).collect();
    let mut places: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (place, row) in contents.into_iter().flat_map(rows_of).enumerate() {
        let names = [text(row, "subsection"), text(row, "page"), text(row, "name")];
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        places.insert(text(row, "block_id"), (place, names.join(", ")));
    }
    let mut leaves: Vec<(usize, Leaf)> = Vec::new();
    for row in data.into_iter().flat_map(rows_of) {
        let (Some(numbers), Cell::Object(tags)) = (problem(row), row.field("tags")) else {
            continue;
        };
        let (place, name) = places
            .get(&numbers.id)
            .cloned()
            .unwrap_or_else(|| (usize::MAX, encoded(&numbers.id)));
        let difficulty = values(tags, DIFFICULTY).into_iter().next();
        for outcome in values(tags, OUTCOME) {
            let path = vec![Part {
                id: outcome.clone(),
                name: outcome,
            }];
            let mut leaf = leaf(numbers.id.clone(), name.clone(), path, Some(numbers.clone()));
            leaf.difficulty.clone_from(&difficulty);
            leaf.has_page = answered.contains(leaf.id.as_str());
            leaves.push((place, leaf));
        }
    }
    leaves.sort_by(|(left, one), (right, other)| left.cmp(right).then_with(|| one.id.cmp(&other.id)));
    leaves.into_iter().map(|(_, leaf)| leaf).collect()
}

/// The values of a tag, each once.
fn values(tags: &[(String, Cell)], name: &str) -> BTreeSet<String> {
    let of_name = tags.iter().filter(|(known, _)| known == name);
    let cells = of_name.flat_map(|(_, cell)| match cell {
        Cell::List(items) => items.iter().collect(),
        one => vec![one],
    });
    cells.filter_map(Cell::as_text).map(str::to_owned).collect()
}

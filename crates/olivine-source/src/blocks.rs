//! The blocks of a course as a list: place, path and order (`PF 5.3`, `ES 5.6`). Pure, no input or output.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

/// Paths have no limit that a course comes near to (`ES 5.6`, `PF K7`). But a chain of blocks that somebody made ten thousand deep must
/// not cost the square of its length: a name that would make a path longer than so many bytes is left out of it.
const PATH_LIMIT: usize = 64 << 10;

/// How the list is made.
#[derive(Debug, Clone)]
pub struct Numbering {
    /// Stands between the names of a path.
    pub path_delimiter: String,
    /// Path of blocks that nothing leads to.
    pub deleted_blocks_path: String,
    /// Whether those blocks come first (place −1), not last.
    pub sort_orphan_blocks_up: bool,
}

impl Default for Numbering {
    fn default() -> Self {
        Self {
            path_delimiter: " / ".to_owned(),
            deleted_blocks_path: "(Deleted block :)".to_owned(),
            sort_orphan_blocks_up: false,
        }
    }
}

/// A block in the list of its course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'a> {
    /// Usage key.
    pub id: &'a str,
    /// Type; empty where the answer has none.
    pub kind: &'a str,
    /// Name; the usage key where the answer has none (`PF K7`).
    pub name: &'a str,
    /// Whether it is the root.
    pub is_root: bool,
    /// Whether nothing leads to it from the root.
    pub is_orphan: bool,
    /// Whether more than one way leads to it.
    pub is_dag: bool,
    /// The block above it on the first way to it.
    pub parent: Option<&'a str>,
    /// Names of the blocks above it, from the root down.
    pub path: Arc<str>,
    /// Its place in the order of the course, from 0.
    pub sort_idx: i64,
    /// Whether work on it counts for the grade; none where the answer does not say.
    pub graded: Option<bool>,
    /// Type of assignment it belongs to, as the grading policy names it.
    pub format: Option<&'a str>,
    /// When work on it is due, as the answer writes times.
    pub due: Option<&'a str>,
}

/// The blocks of an answer, whose root must be one of `blocks`; in order.
pub fn in_order<'a>(root: &str, blocks: &'a Map<String, Value>, how: &Numbering) -> Vec<Block<'a>> {
    let mut walk = Walk {
        blocks,
        how,
        rows: Vec::with_capacity(blocks.len()),
        places: BTreeMap::new(),
    };
    walk.from(root);
    let Walk { mut rows, places, .. } = walk;
    let orphan_idx = if how.sort_orphan_blocks_up {
        -1
    } else {
        i64::try_from(blocks.len()).unwrap_or(i64::MAX)
    };
    let path: Arc<str> = how.deleted_blocks_path.as_str().into();
    let mut orphans: Vec<&'a str> = blocks.keys().map(String::as_str).collect();
    orphans.retain(|id| !places.contains_key(id));
    // Upstream leaves their order to chance (`PF K6`).
    orphans.sort_unstable();
    let orphans = orphans.into_iter().map(|id| Block {
        is_orphan: true,
        path: path.clone(),
        sort_idx: orphan_idx,
        ..named(id, &blocks[id])
    });
    if how.sort_orphan_blocks_up {
        rows.splice(0..0, orphans);
    } else {
        rows.extend(orphans);
    }
    rows
}

struct Walk<'a, 'h> {
    blocks: &'a Map<String, Value>,
    how: &'h Numbering,
    rows: Vec<Block<'a>>,
    /// Where in `rows` a block that was visited is.
    places: BTreeMap<&'a str, usize>,
}

/// A block whose children are being visited.
struct Above<'a> {
    id: &'a str,
    path_below: Arc<str>,
    children: std::slice::Iter<'a, Value>,
}

impl<'a> Walk<'a, '_> {
    /// Depth first, a block before its children, without recursion: a course may be nested as deep as it likes.
    fn from(&mut self, root: &str) {
        let mut above: Vec<Above<'a>> = self.visit(root, None).into_iter().collect();
        while let Some(parent) = above.last_mut() {
            let Some(child) = parent.children.next() else {
                above.pop();
                continue;
            };
            let (id, path) = (parent.id, parent.path_below.clone());
            if let Some(deeper) = child.as_str().and_then(|child| self.visit(child, Some((id, path)))) {
                above.push(deeper);
            }
        }
    }

    /// A first visit gives the block its place; a later one marks it (`PF K3`). A block that is not in the answer is passed
    /// over (`PF K2`).
    fn visit(&mut self, id: &str, parent: Option<(&'a str, Arc<str>)>) -> Option<Above<'a>> {
        let (id, block) = self.blocks.get_key_value(id)?;
        if let Some(place) = self.places.get(id.as_str()) {
            self.rows[*place].is_dag = true;
            return None;
        }
        let place = self.rows.len();
        self.places.insert(id, place);
        let is_root = parent.is_none();
        let (parent, path) = parent.map_or((None, Arc::from("")), |(parent, path)| (Some(parent), path));
        let row = Block {
            is_root,
            parent,
            path,
            sort_idx: i64::try_from(place).unwrap_or(i64::MAX),
            ..named(id, block)
        };
        let children = block.get("children").and_then(Value::as_array);
        let below = children.filter(|children| !children.is_empty()).map(|children| Above {
            id,
            path_below: self.below(&row),
            children: children.iter(),
        });
        self.rows.push(row);
        below
    }

    /// The path of a block's children.
    fn below(&self, block: &Block<'_>) -> Arc<str> {
        let delimiter = match block.path.is_empty() {
            true => "",
            false => self.how.path_delimiter.as_str(),
        };
        if block.path.len() + delimiter.len() + block.name.len() > PATH_LIMIT {
            return Arc::clone(&block.path);
        }
        format!("{}{delimiter}{}", block.path, block.name).into()
    }
}

fn named<'a>(id: &'a str, block: &'a Value) -> Block<'a> {
    let text = |name: &str| block.get(name).and_then(Value::as_str);
    Block {
        id,
        kind: text("type").unwrap_or_default(),
        name: text("display_name").unwrap_or(id),
        is_root: false,
        is_orphan: false,
        is_dag: false,
        parent: None,
        path: Arc::from(""),
        sort_idx: 0,
        graded: block.get("graded").and_then(Value::as_bool),
        format: text("format").filter(|format| !format.trim().is_empty()),
        due: text("due"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listed(root: &str, blocks: Value, how: &Numbering) -> Vec<String> {
        let Value::Object(blocks) = blocks else {
            panic!("an object")
        };
        let flag = |set: bool, name: &'static str| if set { name } else { "" };
        let shown = in_order(root, &blocks, how).into_iter().map(|block| {
            format!(
                "{} {} {}{}{} {} [{}]",
                block.sort_idx,
                block.id,
                flag(block.is_root, "r"),
                flag(block.is_dag, "d"),
                flag(block.is_orphan, "o"),
                block.parent.unwrap_or("-"),
                block.path
            )
        });
        shown.collect()
    }

    /// The worked example of `PF 5.3`.
    fn example() -> Value {
        json!({
            "Y": {"display_name": "Y"},
            "X": {"display_name": "X", "children": ["Y"]},
            "B": {"display_name": "Week 2", "children": ["P1"]},
            "A": {"display_name": "Week 1", "children": ["P1", "P2"]},
            "C": {"display_name": "Course", "type": "course", "children": ["A", "B"]},
            "P1": {"display_name": "P"}, "P2": {"display_name": "P"},
        })
    }

    #[test]
    fn a_course_in_order() {
        let expected = [
            "0 C r - []",
            "1 A  C [Course]",
            "2 P1 d A [Course / Week 1]",
            "3 P2  A [Course / Week 1]",
            "4 B  C [Course]",
            "7 X o - [(Deleted block :)]",
            "7 Y o - [(Deleted block :)]",
        ];
        assert_eq!(listed("C", example(), &Numbering::default()), expected);
    }

    #[test]
    fn orphans_come_first_where_that_is_wanted() {
        let how = Numbering {
            path_delimiter: ">".to_owned(),
            deleted_blocks_path: "gone".to_owned(),
            sort_orphan_blocks_up: true,
        };
        let listed = listed("C", example(), &how);
        assert_eq!(&listed[..3], ["-1 X o - [gone]", "-1 Y o - [gone]", "0 C r - []"]);
        assert_eq!(listed[4], "2 P1 d A [Course>Week 1]");
    }

    #[test]
    fn odd_answers() {
        let odd = json!({
            // A circle back to the root, a child listed twice, one that is not there, one that is no text.
            "R": {"display_name": "", "children": ["K", "K", "nowhere", 7, null]},
            "K": {"display_name": null, "type": null, "children": ["L"]},
            "L": {"children": ["R", "L"]},
            "N": null,
            "T": "text",
        });
        let expected = [
            // An empty name adds nothing to a path, not even a delimiter (`PF K4`).
            "0 R rd - []",
            "1 K d R []",
            "2 L d K [K]",
            "5 N o - [(Deleted block :)]",
            "5 T o - [(Deleted block :)]",
        ];
        assert_eq!(listed("R", odd.clone(), &Numbering::default()), expected);
        let Value::Object(blocks) = &odd else {
            panic!("an object")
        };
        let rows = in_order("R", blocks, &Numbering::default());
        assert_eq!((rows[1].name, rows[1].kind, rows[2].name), ("K", "", "L"));
    }

    #[test]
    fn a_path_of_long_names_is_whole() {
        let name = |at: usize| format!("{at} {}", "ö".repeat(500));
        let blocks: Map<String, Value> = (0..30)
            .map(|at| {
                let block = json!({"display_name": name(at), "children": [format!("b{}", at + 1)]});
                (format!("b{at}"), block)
            })
            .collect();
        let rows = in_order("b0", &blocks, &Numbering::default());
        let names: Vec<String> = (0..29).map(name).collect();
        assert_eq!(&*rows[29].path, names.join(" / "));
    }

    #[test]
    fn a_name_that_no_path_can_hold_is_left_out_of_it() {
        let blocks = json!({
            "A": {"display_name": "A", "children": ["B"]},
            "B": {"display_name": "b".repeat(PATH_LIMIT), "children": ["C"]},
            "C": {"display_name": "C", "children": ["D"]},
            "D": {},
        });
        let Value::Object(blocks) = blocks else {
            panic!("an object")
        };
        let rows = in_order("A", &blocks, &Numbering::default());
        let paths: Vec<&str> = rows.iter().map(|row| &*row.path).collect();
        assert_eq!(paths, ["", "A", "A", "A / C"]);
    }

    #[test]
    fn a_very_deep_course_costs_no_more_than_its_size() {
        let depth = 50_000;
        let blocks: Map<String, Value> = (0..depth)
            .map(|at| (format!("b{at}"), json!({"children": [format!("b{}", at + 1)]})))
            .collect();
        let rows = in_order("b0", &blocks, &Numbering::default());
        assert_eq!(rows.len(), depth);
        assert!(rows.iter().all(|row| !row.is_orphan && row.path.len() <= PATH_LIMIT));
    }
}

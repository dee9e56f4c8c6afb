//! Random courses: their outline as a tree, and its rows as the LMS gives them.

use std::collections::BTreeMap;

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// A block and what is below it.
#[derive(Debug, Clone)]
pub struct Block {
    pub key: String,
    pub name: String,
    pub kind: &'static str,
    pub sort_idx: usize,
    pub children: Vec<Block>,
}

/// A course with its outline: root, sections, subsections, pages, and blocks below pages at any depth.
#[derive(Debug, Clone)]
pub struct Course {
    pub id: String,
    pub root: Block,
    /// Blocks that nothing leads to.
    pub orphans: Vec<Block>,
}

/// A page and where it is.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    pub section: &'a Block,
    pub subsection: &'a Block,
    pub page: &'a Block,
    /// Number within the subsection, from 1.
    pub position: i64,
}

impl Course {
    pub fn random(rng: &mut ChaCha8Rng, number: usize) -> Self {
        let is_old = number.is_multiple_of(5);
        let id = if is_old {
            format!("Org/C{}/R{}", number / 2, number % 2)
        } else {
            format!("course-v1:Org+C{}+R{}", number / 2, number % 2)
        };
        let mut maker = Maker {
            number,
            is_old,
            made: BTreeMap::new(),
        };
        let depth_of_children = [
            ("course", 0..4),
            ("chapter", 0..3),
            ("sequential", 0..4),
            ("vertical", 0..3),
        ];
        let mut root = maker.block(rng, &depth_of_children, 0);
        let mut next = 0;
        root.count(&mut next);
        let mut orphans: Vec<Block> = (0..rng.random_range(0..3))
            .map(|_| maker.block(rng, &depth_of_children, 3))
            .collect();
        for orphan in &mut orphans {
            orphan.set(next);
        }
        Self { id, root, orphans }
    }

    /// The course that it is a run of: courses come in pairs of runs.
    pub fn catalog_course(number: usize) -> String {
        format!("Org+C{}", number / 2)
    }

    /// Its pages, in order.
    pub fn pages(&self) -> Vec<Page<'_>> {
        let mut pages = Vec::new();
        for section in &self.root.children {
            for subsection in &section.children {
                for (at, page) in subsection.children.iter().enumerate() {
                    pages.push(Page {
                        section,
                        subsection,
                        page,
                        position: at as i64 + 1,
                    });
                }
            }
        }
        pages
    }

    /// Its subsections.
    pub fn subsections(&self) -> Vec<&Block> {
        self.root
            .children
            .iter()
            .flat_map(|section| &section.children)
            .collect()
    }

    /// All blocks with the keys of their parents.
    pub fn rows(&self) -> Vec<(&Block, Option<&str>, bool)> {
        let mut rows = Vec::new();
        self.root.list(None, false, &mut rows);
        for orphan in &self.orphans {
            orphan.list(None, true, &mut rows);
        }
        rows
    }
}

impl Block {
    fn count(&mut self, next: &mut usize) {
        self.sort_idx = *next;
        *next += 1;
        for child in &mut self.children {
            child.count(next);
        }
    }

    fn set(&mut self, sort_idx: usize) {
        self.sort_idx = sort_idx;
        for child in &mut self.children {
            child.set(sort_idx);
        }
    }

    fn list<'a>(
        &'a self,
        parent: Option<&'a str>,
        is_orphan: bool,
        rows: &mut Vec<(&'a Block, Option<&'a str>, bool)>,
    ) {
        rows.push((self, parent, is_orphan));
        for child in &self.children {
            // Nothing above an orphan is known, be it the child of another one.
            child.list((!is_orphan).then_some(self.key.as_str()), is_orphan, rows);
        }
    }

    /// It and all blocks below.
    pub fn all(&self) -> Vec<&Block> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.all());
        }
        all
    }
}

struct Maker {
    number: usize,
    is_old: bool,
    made: BTreeMap<&'static str, usize>,
}

impl Maker {
    fn block(
        &mut self,
        rng: &mut ChaCha8Rng,
        levels: &[(&'static str, std::ops::Range<usize>)],
        depth: usize,
    ) -> Block {
        let (kind, children) = match levels.get(depth) {
            Some((kind, children)) => (*kind, children.clone()),
            // Below a page: leaves and now and then a container.
            None => {
                let kind = *["problem", "problem", "video", "html", "library_content"]
                    .choose(rng)
                    .unwrap();
                let children = if kind == "library_content" && depth < 7 {
                    0..3
                } else {
                    0..1
                };
                (kind, children)
            }
        };
        // Blocks of different types share their names.
        let made = self.made.entry(kind).or_default();
        *made += 1;
        let name = format!("n-{made}");
        let key = if self.is_old {
            format!("i4x://Org/C{}/{kind}/{name}", self.number / 2)
        } else {
            format!(
                "block-v1:Org+C{}+R{}+type@{kind}+block@{name}",
                self.number / 2,
                self.number % 2
            )
        };
        let children = rng.random_range(children);
        let children = (0..children).map(|_| self.block(rng, levels, depth + 1)).collect();
        Block {
            key,
            name,
            kind,
            sort_idx: 0,
            children,
        }
    }
}

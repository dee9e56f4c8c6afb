//! Places in the contents of a course: a section, a type of assignment, a video, a part of a problem.

use std::collections::BTreeMap;

use super::{Entry, Ground, Link, Place, PlaceFinder, Selector, Source, Step};
use crate::content::{Choice, Leaf, Part, Subject, Tree, part_order};
use crate::language::Words;
use crate::presenter::rows_of;
use crate::wired::{self, CONTENTS, Named, PROBLEMS};

/// The answers to a problem, for the names of its parts.
const ANSWERS: Source = (wired::ANSWERS.0, wired::ANSWERS.1, Some("module_id"));
/// Characters of a question in a list.
const QUESTION: usize = 50;

const fn source(query: Named) -> Source {
    (query.0, query.1, None)
}

pub(super) const VIDEOS: PlaceFinder = PlaceFinder {
    name: "videos",
    sources: &[source(CONTENTS), source(Subject::Videos.data())],
    find: |ground| find(Subject::Videos, ground),
};
pub(super) const GRADED: PlaceFinder = PlaceFinder {
    name: "graded_content",
    sources: &[source(CONTENTS), source(Subject::Graded.data()), ANSWERS],
    find: |ground| find(Subject::Graded, ground),
};
pub(super) const UNGRADED: PlaceFinder = PlaceFinder {
    name: "ungraded_problems",
    sources: &[source(CONTENTS), source(Subject::Ungraded.data()), ANSWERS],
    find: |ground| find(Subject::Ungraded, ground),
};
pub(super) const OUTCOMES: PlaceFinder = PlaceFinder {
    name: "learning_outcomes",
    sources: &[
        source(CONTENTS),
        source(Subject::Outcomes.data()),
        source(PROBLEMS),
        ANSWERS,
    ],
    find: |ground| find(Subject::Outcomes, ground),
};

fn find(subject: Subject, ground: &Ground<'_>) -> Option<Place> {
    let tree = subject.tree(ground.further);
    let choice = Choice::of(subject, &tree, ground.values)?;
    let words = ground.words;
    let link = |path: String| format!("{}{path}", ground.base);
    let mut place = Place {
        crumbs: vec![Link {
            label: ground.report.to_owned(),
            link: ground.base.to_owned(),
        }],
        selectors: selectors(subject, &tree, &choice, ground),
        ..Place::default()
    };
    for depth in 1..=choice.path.len() {
        place.crumbs.push(Link {
            label: subject.name_of(&choice.path[depth - 1], words),
            link: link(subject.path(&tree, &choice.path[..depth])),
        });
    }
    let Some(leaf) = choice.leaf else {
        // The page itself is the heading, not a step on the way to it.
        place.heading = place.crumbs.pop().map(|crumb| crumb.label).unwrap_or_default();
        return Some(place);
    };
    place.block = leaf.path.iter().all(Part::is_of_course).then(|| leaf.id.clone());
    place.heading = name_of(leaf, words);
    place.values.insert("module_id".to_owned(), leaf.id.clone());
    if subject.is_about_videos() {
        place
            .values
            .insert("pipeline_video_id".to_owned(), leaf.pipeline_id.clone()?);
        place.steps = steps(&tree, leaf, ground);
        return Some(place);
    }
    parts(subject, &tree, leaf, ground, &mut place)?;
    Some(place)
}

fn name_of(leaf: &Leaf, words: &Words) -> String {
    if leaf.name.is_empty() {
        words.t("empty-text")
    } else {
        leaf.name.clone()
    }
}

/// A list for each level down to the one below what was chosen. What has no data is listed and leads nowhere.
fn selectors(subject: Subject, tree: &Tree, choice: &Choice<'_>, ground: &Ground<'_>) -> Vec<Selector> {
    let words = ground.words;
    let link = |path: String| format!("{}{path}", ground.base);
    let (leaf_level, part_levels) = match subject.levels().split_last() {
        Some((leaf, parts)) => (*leaf, parts),
        None => return Vec::new(),
    };
    let mut selectors = Vec::new();
    for (depth, level) in part_levels.iter().enumerate().take(choice.path.len() + 1) {
        let above = &choice.path[..depth];
        let chosen = choice.path.get(depth);
        let mut entries: Vec<Entry> = Vec::new();
        if depth == 0 {
            entries.push(Entry {
                label: words.t(&format!("select-all-{level}")),
                link: Some(ground.base.to_owned()),
                is_current: chosen.is_none(),
            });
        }
        entries.extend(tree.below(above).into_iter().map(|(part, leaves)| {
            let mut path = above.to_vec();
            path.push(part.clone());
            Entry {
                label: subject.name_of(part, words),
                link: leaves
                    .iter()
                    .any(|leaf| leaf.has_data)
                    .then(|| link(subject.path(tree, &path))),
                is_current: chosen.is_some_and(|chosen| chosen.id == part.id),
            }
        }));
        selectors.push(Selector {
            label: words.t(&format!("select-{level}")),
            current: chosen.map(|part| subject.name_of(part, words)),
            entries,
        });
    }
    if choice.path.len() == part_levels.len() {
        let leaves = tree.within(&choice.path).map(|leaf| Entry {
            label: name_of(leaf, words),
            link: subject.leaf_path(tree, leaf, None).map(link),
            is_current: choice.leaf.is_some_and(|chosen| chosen.id == leaf.id),
        });
        selectors.push(Selector {
            label: words.t(&format!("select-{leaf_level}")),
            current: choice.leaf.map(|leaf| name_of(leaf, words)),
            entries: leaves.collect(),
        });
    }
    selectors
}

/// The video before and the next with data, in the order of the course (`UI 4.6`).
fn steps(tree: &Tree, leaf: &Leaf, ground: &Ground<'_>) -> Vec<Step> {
    let watched: Vec<&Leaf> = tree.leaves.iter().filter(|leaf| leaf.has_data).collect();
    let own = watched.iter().position(|other| other.id == leaf.id);
    let at = |position: Option<usize>| {
        let other = watched.get(position?)?;
        let path = Subject::Videos.leaf_path(tree, other, None)?;
        Some(Link {
            label: name_of(other, ground.words),
            link: format!("{}{path}", ground.base),
        })
    };
    vec![
        Step {
            label: ground.words.t("video-previous"),
            to: at(own.and_then(|own| own.checked_sub(1))),
            class: "previous",
        },
        Step {
            label: ground.words.t("video-next"),
            to: at(own.map(|own| own + 1)),
            class: "next",
        },
    ]
}

/// The part of the problem: that of the address, else the first; none if there is no such part (`UI 4.4`).
fn parts(subject: Subject, tree: &Tree, leaf: &Leaf, ground: &Ground<'_>, place: &mut Place) -> Option<()> {
    let words = ground.words;
    let answers = ground.further.get("answers");
    let mut questions: BTreeMap<String, String> = BTreeMap::new();
    for row in answers.into_iter().flat_map(|answer| rows_of(answer)) {
        if let Some(part) = row.text("part_id") {
            let question = questions.entry(part.to_owned()).or_default();
            if question.is_empty() {
                row.text("question_text").unwrap_or_default().clone_into(question);
            }
        }
    }
    let mut ids: Vec<String> = questions.keys().cloned().collect();
    part_order(&mut ids);
    let part = match ground.values.get("part_id") {
        Some(part) => ids.iter().find(|id| *id == part)?,
        None => ids.first()?,
    };
    let number = |id: &str| {
        ids.iter()
            .position(|other| other == id)
            .map_or(1, |at| at + 1)
            .to_string()
    };
    let label = |id: &str, length: usize| {
        let question = questions.get(id).map(String::as_str).unwrap_or_default();
        let question = crate::presenter::cut(question, length);
        match (ids.len() > 1, question.is_empty()) {
            (false, _) => question,
            (true, true) => words.t1("problem-part", "number", &number(id)),
            (true, false) => words.with(
                "problem-part-question",
                &[("number", &number(id)), ("question", &question)],
            ),
        }
    };
    place.description = Some(label(part, usize::MAX)).filter(|text| !text.is_empty());
    if ids.len() > 1 {
        let entries = ids.iter().map(|id| Entry {
            label: label(id, QUESTION),
            link: subject
                .leaf_path(tree, leaf, Some(id))
                .map(|path| format!("{}{path}", ground.base)),
            is_current: id == part,
        });
        place.selectors.push(Selector {
            label: words.t("select-part"),
            current: Some(label(part, QUESTION)),
            entries: entries.collect(),
        });
    }
    place.values.insert("part_id".to_owned(), part.clone());
    Some(())
}

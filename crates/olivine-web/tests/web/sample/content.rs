//! What the sample's courses are made of, and what learners did with it.

use chrono::{Days, NaiveDate};
use olivine_store::Value;

use super::{LARGE, OLD, midnight, text};

/// Key of a block of the large course.
pub fn block(kind: &str, name: &str) -> String {
    format!("block-v1:OpenU+BIO101+2026_T1+type@{kind}+block@{name}")
}

/// Key of a block of the old course.
pub fn old_block(kind: &str, name: &str) -> String {
    format!("i4x://OpenU/ART1/{kind}/{name}")
}

/// Id of a part of a problem of the old course.
pub fn old_part(name: &str) -> String {
    format!("i4x-OpenU-ART1-problem-{name}_2_1")
}

/// Sections of the large course, each with its subsections and the type of assignment these are.
const OUTLINE: [(&str, [(&str, &str); 2]); 3] = [
    ("Cells", [("Membranes", ""), ("Check your cells", "Homework")]),
    ("Genes", [("Copies", "Homework"), ("Mutations", "Lab")]),
    ("Life", [("Evolution", ""), ("The end", "Final Exam")]),
];

fn leaf(
    course: &str,
    kind: &str,
    id: String,
    name: &str,
    place: i64,
    [section, sub]: [(String, &str); 2],
    graded: &str,
) -> Vec<Value> {
    let optional = |value: &str| {
        if graded.is_empty() { Value::Null } else { text(value) }
    };
    vec![
        text(course),
        text(&id),
        text(kind),
        text(name),
        Value::Int(place),
        text(&section.0),
        text(section.1),
        text(&sub.0),
        text(sub.1),
        text("A page"),
        optional(&sub.0),
        optional(sub.1),
        optional(graded),
    ]
}

/// Rows of `course_contents`.
pub fn contents() -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    let mut place = 0;
    for (section, subsections) in OUTLINE {
        for (subsection, graded) in subsections {
            let above = (block("chapter", &section.to_lowercase()), section);
            let own = || (block("sequential", &slug(subsection)), subsection);
            for number in 1..=2 {
                let name = format!("{}_{number}", slug(subsection));
                for kind in ["video", "problem"] {
                    place += 1;
                    // The second problem of a graded subsection is practice.
                    let graded = if number == 1 && kind == "problem" { graded } else { "" };
                    let title = format!("{subsection}, {kind} {number}");
                    rows.push(leaf(
                        LARGE,
                        kind,
                        block(kind, &name),
                        &title,
                        place,
                        [above.clone(), own()],
                        graded,
                    ));
                }
            }
        }
    }
    let section = (old_block("chapter", "one"), "One");
    let subsection = (old_block("sequential", "two"), "Two");
    for (kind, name, graded) in [("video", "v", ""), ("problem", "p", ""), ("problem", "q", "Final Exam")] {
        place += 1;
        let id = old_block(kind, name);
        rows.push(leaf(
            OLD,
            kind,
            id,
            name,
            place,
            [section.clone(), subsection.clone()],
            graded,
        ));
    }
    rows
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

/// Rows of `course_due_dates`.
pub fn due_dates(as_of: NaiveDate) -> Vec<Vec<Value>> {
    let row = |(name, back): (&str, u64)| {
        let id = block("sequential", &slug(name));
        vec![text(LARGE), text(&id), text(name), midnight(as_of - Days::new(back))]
    };
    let dates = [("Check your cells", 100), ("Copies", 60), ("Mutations", 20)];
    dates.into_iter().map(row).collect()
}

/// Rows of `grading_policy`.
pub fn policy() -> Vec<Vec<Value>> {
    let types = [("Homework", 0.6), ("Lab", 0.03), ("Final Exam", 0.37)];
    let row = |(position, (name, weight)): (usize, (&str, f64))| {
        vec![
            text(LARGE),
            Value::Int(position as i64),
            text(name),
            Value::Float(weight),
        ]
    };
    types.into_iter().enumerate().map(row).collect()
}

/// Names of the videos that were watched, with viewers at their beginning and end, and their length.
const WATCHED: [(&str, i64, i64, i64); 5] = [
    ("membranes_1", 2400, 1500, 412),
    ("membranes_2", 1900, 1300, 305),
    ("copies_1", 1200, 700, 7200),
    ("mutations_1", 800, 900, 95),
    ("not_there_any_more", 60, 20, 40),
];

/// Rows of `video` and of `video_timeline`.
pub fn videos() -> (Vec<Vec<Value>>, Vec<Vec<Value>>) {
    let mut videos = Vec::new();
    let mut timeline = Vec::new();
    let watched = WATCHED
        .iter()
        .map(|(name, start, end, length)| (LARGE, (*name).to_owned(), *start, *end, *length));
    let old = (OLD, "i4x-OpenU-ART1-video-v".to_owned(), 12, 4, 33);
    for (course, encoded, start, end, length) in watched.chain([old]) {
        let id = format!("{course}|{encoded}");
        videos.push(vec![
            text(&id),
            text(course),
            text(&encoded),
            Value::Int(length),
            Value::Int(5),
            Value::Int(start),
            Value::Int(end),
            Value::Int(start * length),
        ]);
        for segment in 0..=(length / 5) {
            let people = start + (end - start) * segment * 5 / length;
            let again = if segment % 40 == 7 { people / 3 } else { people / 50 };
            timeline.push(vec![
                text(&id),
                Value::Int(segment),
                Value::Int(people),
                Value::Int(people + again),
            ]);
        }
    }
    (videos, timeline)
}

/// Rows of `answer_distribution`.
pub fn answers() -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    let mut add = |course: &str,
                   problem: &str,
                   part: &str,
                   answer: Option<&str>,
                   right: bool,
                   last: i64,
                   variant: Option<i64>| {
        let key = format!("{:x}", rows.len());
        rows.push(vec![
            text(course),
            text(problem),
            text(part),
            Value::Bool(right),
            Value::Int(last / 2),
            Value::Int(last),
            Value::Null,
            answer.map_or(Value::Null, text),
            Value::Null,
            variant.map_or(Value::Null, Value::Int),
            text("A problem"),
            text("How many of the cells on the picture divide, and why do the others not?"),
            text(&key),
        ]);
    };
    for (name, learners) in [
        ("membranes_1", 900),
        ("check_your_cells_1", 1500),
        ("copies_1", 1100),
        ("mutations_1", 300),
    ] {
        let problem = block("problem", name);
        for part in [2, 10] {
            let part = format!("{name}_{part}_1");
            for (place, answer) in [Some("4"), Some("12.50"), Some("9"), None].into_iter().enumerate() {
                add(LARGE, &problem, &part, answer, place == 0, learners >> place, None);
            }
        }
    }
    let problem = block("problem", "check_your_cells_2");
    for variant in 1..=5 {
        add(
            LARGE,
            &problem,
            "check_your_cells_2_2_1",
            Some(&format!("{variant}")),
            variant == 2,
            40,
            Some(variant),
        );
    }
    add(LARGE, &block("problem", "gone"), "gone_2_1", Some("yes"), true, 9, None);
    for name in ["p", "q"] {
        add(
            OLD,
            &old_block("problem", name),
            &old_part(name),
            Some("a rose"),
            true,
            3,
            None,
        );
        add(
            OLD,
            &old_block("problem", name),
            &old_part(name),
            Some("a daisy"),
            false,
            2,
            None,
        );
    }
    // The same old key in another run: its answers are none of this course.
    add(
        "OpenU/ART1/Autumn",
        &old_block("problem", "p"),
        &old_part("p"),
        Some("a tulip"),
        false,
        77,
        None,
    );
    rows
}

/// Rows of `tags_distribution`.
pub fn tags() -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    let mut add = |course: &str, problem: String, name: &str, value: &str, total: i64, correct: i64| {
        rows.push(vec![
            text(course),
            text("OpenU"),
            text(&problem),
            text(name),
            text(value),
            Value::Int(total),
            Value::Int(correct),
        ]);
    };
    for (name, total) in [("membranes_1", 1900), ("copies_1", 2800)] {
        add(
            LARGE,
            block("problem", name),
            "learning_outcome",
            "Explain a cell",
            total,
            total / 2,
        );
        add(LARGE, block("problem", name), "difficulty", "Hard", total, total / 2);
    }
    add(
        LARGE,
        block("problem", "copies_1"),
        "learning_outcome",
        "Read a gene",
        2800,
        1400,
    );
    add(OLD, old_block("problem", "p"), "learning_outcome", "Look", 8, 3);
    rows
}

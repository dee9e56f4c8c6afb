//! `UI X11`, `UI X12`, `UI X14`, and what a level shows of the course around it.

use std::collections::BTreeMap;
use std::sync::Arc;

use olivine_api::query::Answer;

use super::*;
use crate::presenter::samples::{answer, english, present_at, shown};
use crate::table::SortKey;
use olivine_api::query::Cell as Field;

fn text(text: &str) -> Field {
    if text.is_empty() {
        Field::Null
    } else {
        Field::Text(text.to_owned())
    }
}

/// Blocks: type, id, section, subsection, type of assignment.
fn contents(blocks: &[(&str, &str, &str, &str, &str)]) -> Answer {
    let row = |(kind, id, section, subsection, assignment): &(&str, &str, &str, &str, &str)| {
        let graded = if assignment.is_empty() { "" } else { *subsection };
        [
            kind, id, id, section, section, subsection, subsection, "page", graded, graded, assignment,
        ]
        .map(text)
        .to_vec()
    };
    answer(
        &[
            "block_type",
            "block_id",
            "name",
            "section_id",
            "section",
            "subsection_id",
            "subsection",
            "page",
            "assignment_id",
            "assignment",
            "assignment_type",
        ],
        blocks.iter().map(row).collect(),
    )
}

fn videos(rows: &[(&str, i64, i64)]) -> Answer {
    let row = |(id, start, end): &(&str, i64, i64)| {
        vec![text(id), text(&format!("c|{id}")), Field::Int(*start), Field::Int(*end)]
    };
    answer(
        &[
            "encoded_module_id",
            "pipeline_video_id",
            "users_at_start",
            "users_at_end",
        ],
        rows.iter().map(row).collect(),
    )
}

fn problems(rows: &[(&str, i64, i64)]) -> Answer {
    let row = |(id, total, correct): &(&str, i64, i64)| {
        let parts = Field::List(vec![text(&format!("{id}_10_1")), text(&format!("{id}_2_1"))]);
        vec![text(id), Field::Int(*total), Field::Int(*correct), parts]
    };
    answer(
        &["module_id", "total_submissions", "correct_submissions", "part_ids"],
        rows.iter().map(row).collect(),
    )
}

fn made(presenter: &Presenter, contents: &Answer, data: &Answer, place: &[(&str, &str)]) -> Presented {
    let query = presenter.further[1].1;
    let further = BTreeMap::from([
        ("contents", Arc::new(contents.clone())),
        (query, Arc::new(data.clone())),
    ]);
    present_at(presenter, data, None, further, place)
}

fn columns(presented: &Presented) -> Vec<String> {
    let table = presented.table.as_ref().unwrap();
    table.columns.iter().map(|column| column.label.clone()).collect()
}

const COURSE: [(&str, &str, &str, &str, &str); 4] = [
    ("video", "v1", "Week 1", "Start", ""),
    ("video", "v2", "Week 1", "Start", ""),
    ("video", "v3", "Week 2", "Later", ""),
    ("problem", "p1", "Week 1", "Start", ""),
];

#[test]
fn averages_count_videos_nobody_watched_x11() {
    let presented = made(
        &VIDEOS,
        &contents(&COURSE),
        &videos(&[("v1", 60, 40)]),
        &[("section_id", "Week 1")],
    );
    assert_eq!(
        columns(&presented),
        [
            "Order",
            "Subsection",
            "Videos",
            "Videos watched",
            "Average complete views",
            "Average incomplete views",
            "Completion percentage"
        ]
    );
    let rows = shown(presented.table.unwrap());
    assert_eq!(rows, [["1", "Start", "2", "1", "20.0", "10.0", "66.7%"]]);
}

#[test]
fn more_people_at_the_end_than_at_the_start_x12() {
    let presented = made(
        &VIDEOS,
        &contents(&COURSE),
        &videos(&[("v3", 0, 1)]),
        &[("section_id", "Week 2"), ("subsection_id", "Later")],
    );
    assert_eq!(shown(presented.table.unwrap()), [["1", "v3", "1", "-", "100.0%"]]);
}

#[test]
fn averages_of_an_assignment_x14() {
    let course = ["a", "b", "c"].map(|id| ("problem", id, "Week 1", "Quiz", "Homework"));
    let data = problems(&[("a", 10, 8), ("b", 20, 5)]);
    let presented = made(&GRADED, &contents(&course), &data, &[("assignment_type", "homework")]);
    let rows = shown(presented.table.clone().unwrap());
    assert_eq!(rows, [["1", "Quiz", "3", "2", "4.3", "5.7", "10.0", "43.3%"]]);
    let chart = presented.chart.unwrap();
    assert_eq!(chart.rows[0]["url"], "/base/assignments/Quiz/");
    assert_eq!(chart.rows[1]["tip"]["lines"][1][1], "5.7 (56.7%)");
    assert!(presented.summary.unwrap().contains("43.3%"));
}

#[test]
fn graded_and_practice_are_told_apart_by_the_problem_and_what_is_gone_is_kept_d20() {
    let course = [
        ("problem", "graded", "Week 1", "Quiz", "Homework"),
        ("problem", "practice", "Week 1", "Quiz", ""),
    ];
    let data = problems(&[("graded", 3, 3), ("practice", 4, 2), ("deleted", 5, 0)]);
    let sections = made(&UNGRADED, &contents(&course), &data, &[]);
    let rows = shown(sections.table.unwrap());
    assert_eq!(rows[0][..4], ["1", "Week 1", "1", "1"]);
    assert_eq!(rows[1][..4], ["2", "No longer in the course", "1", "1"]);
    let graded = made(&GRADED, &contents(&course), &data, &[("assignment_id", "Quiz")]);
    assert_eq!(shown(graded.table.unwrap()), [["1", "graded", "3", "-", "3", "100.0%"]]);
}

/// `UI 7.3`.
#[test]
fn without_a_structure_nothing_is_said_to_be_gone_or_ungraded() {
    let watched = videos(&[("v1", 60, 40)]);
    let presented = made(&VIDEOS, &contents(&[]), &watched, &[]);
    assert_eq!(presented.notes, [english().t("content-no-structure-text")]);
    let rows = shown(presented.table.unwrap());
    assert_eq!(rows[0][..4], ["1", "Place in the course not known", "1", "1"]);
    let further = BTreeMap::from([("videos", Arc::new(watched.clone()))]);
    let alone = present_at(&VIDEOS, &watched, None, further, &[]);
    assert_eq!(alone.notes.len(), 1, "the report of structures is off");
    let answered = problems(&[("p1", 4, 2)]);
    let graded = made(&GRADED, &contents(&[]), &answered, &[]);
    assert_eq!(graded.empty, Some("content-no-structure"));
    let known = made(&VIDEOS, &contents(&COURSE), &watched, &[]);
    assert!(known.notes.is_empty());
}

#[test]
fn a_level_without_data_says_so_and_leads_nowhere() {
    let course = contents(&COURSE);
    let presented = made(&VIDEOS, &course, &videos(&[("v1", 6, 3)]), &[("section_id", "Week 2")]);
    assert_eq!(presented.empty, Some("content-no-views"));
    assert!(presented.table.is_none() && presented.chart.is_none());
    let all = made(&VIDEOS, &course, &videos(&[("v1", 6, 3)]), &[]);
    let links: Vec<Option<String>> = all
        .table
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.cells[1].link.clone())
        .collect();
    assert_eq!(links, [Some("/base/sections/Week%201/".to_owned()), None]);
    let chart = all.chart.unwrap();
    assert!(chart.rows[0].contains_key("url") && !chart.rows[2].contains_key("url"));
}

#[test]
fn problems_lead_to_their_first_part_in_natural_order() {
    let course = [("problem", "i4x://X/A/problem/p", "Week 1", "Quiz", "Homework")];
    let data = problems(&[("i4x://X/A/problem/p", 3, 3)]);
    let presented = made(&GRADED, &contents(&course), &data, &[("assignment_id", "Quiz")]);
    let chart = presented.chart.unwrap();
    assert_eq!(
        chart.rows[0]["url"],
        "/base/assignments/Quiz/problems/i4x://X/A/problem/p/parts/i4x://X/A/problem/p_2_1/answer_distribution/"
    );
}

#[test]
fn a_problem_with_two_outcomes_counts_for_both() {
    let tags = |outcomes: &[&str], difficulty: &str| {
        let list = |values: &[&str]| Field::List(values.iter().map(|value| text(value)).collect());
        Field::Object(vec![
            ("learning_outcome".to_owned(), list(outcomes)),
            ("difficulty".to_owned(), list(&[difficulty])),
        ])
    };
    let row =
        |id: &str, total: i64, correct: i64, tags: Field| vec![text(id), Field::Int(total), Field::Int(correct), tags];
    let data = answer(
        &["module_id", "total_submissions", "correct_submissions", "tags"],
        vec![
            row("p2", 10, 5, tags(&["Prove it", "Read", "Read"], "Hard")),
            row("p1", 4, 4, tags(&["Read"], "Easy")),
            row("p3", 9, 9, Field::Object(vec![("difficulty".to_owned(), text("Easy"))])),
        ],
    );
    let course = contents(&[
        ("problem", "p1", "Week 1", "Start", ""),
        ("problem", "p2", "Week 1", "Start", ""),
    ]);
    let all = made(&OUTCOMES, &course, &data, &[]);
    let rows = shown(all.table.unwrap());
    assert_eq!(rows[0], ["1", "Read", "2", "2", "4.5", "2.5", "7.0", "64.3%"]);
    assert_eq!(rows[1], ["2", "Prove it", "1", "1", "5.0", "5.0", "10.0", "50.0%"]);
    let one = made(&OUTCOMES, &course, &data, &[("outcome", "prove-it")]);
    assert_eq!(
        shown(one.table.unwrap()),
        [["1", "Start, page, p2", "Hard", "5", "5", "10", "50.0%"]]
    );
    let leads = |presented: &Presented| presented.table.as_ref().unwrap().rows[0].cells[1].link.clone();
    let one = |answered: &[(&str, i64, i64)]| {
        let further = BTreeMap::from([
            ("contents", Arc::new(course.clone())),
            ("problems_and_tags", Arc::new(data.clone())),
            ("problems", Arc::new(problems(answered))),
        ]);
        present_at(&OUTCOMES, &data, None, further, &[("outcome", "prove-it")])
    };
    assert_eq!(
        leads(&one(&[("p2", 10, 5)])).as_deref(),
        Some("/base/prove-it/problems/p2/")
    );
    assert_eq!(leads(&one(&[("p1", 4, 4)])), None, "no answer of it can be shown");
}

#[test]
fn short_forms_of_names_that_clash_are_not_used_d14() {
    let course = [
        ("problem", "a", "Week 1", "Quiz 1", "Home Work"),
        ("problem", "b", "Week 1", "Quiz 2", "Home-Work"),
        ("problem", "c", "Week 1", "Quiz 3", "امتحان"),
        ("problem", "d", "Week 1", "Quiz 4", "Final Exam"),
    ];
    let data = problems(&["a", "b", "c", "d"].map(|id| (id, 2, 1)));
    let contents = contents(&course);
    let further = BTreeMap::from([("contents", Arc::new(contents)), ("problems", Arc::new(data))]);
    let tree = Subject::Graded.tree(&further);
    let paths: Vec<String> = tree
        .below(&[])
        .into_iter()
        .map(|(part, _)| Subject::Graded.path(&tree, std::slice::from_ref(part)))
        .collect();
    assert_eq!(paths[0], "Home%20Work/");
    assert_eq!(paths[1], "Home-Work/");
    assert_eq!(paths[2], "%D8%A7%D9%85%D8%AA%D8%AD%D8%A7%D9%86/");
    assert_eq!(paths[3], "final-exam/");
    let chosen = |value: &str| {
        let values = BTreeMap::from([("assignment_type".to_owned(), value.to_owned())]);
        Choice::of(Subject::Graded, &tree, &values).map(|choice| choice.path[0].name.clone())
    };
    assert_eq!(chosen("Home-Work").unwrap(), "Home-Work");
    assert_eq!(chosen("home-work").unwrap(), "Home-Work", "its id");
    assert_eq!(chosen("final-exam").unwrap(), "Final Exam");
    assert_eq!(chosen("امتحان").unwrap(), "امتحان");
    assert_eq!(chosen("lab"), None);
}

#[test]
fn files_hold_what_is_shown_and_no_zero_for_what_nobody_did() {
    let course = [
        ("problem", "p1", "Week 1", "Start", ""),
        ("problem", "p2", "Week 2", "Start", ""),
    ];
    let presented = made(&UNGRADED, &contents(&course), &problems(&[("p1", 4, 2)]), &[]);
    let rows = presented.table.unwrap().rows;
    let keys: Vec<&SortKey> = rows.iter().map(|row| &row.cells[0].key).collect();
    assert_eq!(keys, [&SortKey::Number(1.0), &SortKey::Number(2.0)]);
    let unanswered = &rows[1].cells;
    assert_eq!(
        unanswered[3].key,
        SortKey::Number(0.0),
        "none of its problems was answered"
    );
    for cell in &unanswered[4..] {
        assert_eq!((cell.text.as_str(), &cell.key), ("-", &SortKey::Missing));
    }
}

//! Every job of the old pipeline that the index of the rules names has a task here, or a stated reason why it has none.
//!
//! The index is section 5 of `docs/rules/README.md`. Where `OLIVINE_SPEC` names the folder of the specification that it was taken from,
//! that one must be answered as well.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use olivine_report::Registry;
use olivine_report::upstream::{ENTRY_POINTS, EntryPoint, Here, entry_point};

/// Rows of the index that are still to come, by their task: nothing else may be.
const TO_COME: [&str; 12] = [
    "course_event_files",
    "course_files",
    "database_copy",
    "email_opt_in_list",
    "obfuscated_course",
    "obfuscated_events",
    "obfuscated_package",
    "obfuscated_state",
    "organisation_event_files",
    "organisation_package",
    "student_module_files",
    "warehouse_copy",
];

/// A row of the index.
struct Row {
    /// Classes and short names of the old jobs; `…` stands for what is left out of a name.
    jobs: Vec<String>,
    /// Tasks of ours; none: nothing is needed.
    tasks: Vec<String>,
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pages that hold the index.
fn indexes() -> Vec<PathBuf> {
    let specification = std::env::var_os("OLIVINE_SPEC").map(|folder| PathBuf::from(folder).join("README.md"));
    let pages = specification
        .into_iter()
        .chain([checkout().join("docs/rules/README.md")]);
    pages.filter(|page| page.is_file()).collect()
}

fn rows(page: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(page).unwrap();
    let (_, section) = text.split_once("## 5. Upstream entry points").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let table = section
        .lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    let rows = table.skip(1).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let mut jobs = in_code(cells[0]);
        jobs.extend(short_names(cells[0]));
        Row {
            jobs,
            tasks: in_code(cells[1]),
        }
    });
    rows.collect()
}

/// What stands between back quotes.
fn in_code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands in brackets and is a name, not a remark.
fn short_names(text: &str) -> Vec<String> {
    let bracketed = text.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    let names = bracketed.flat_map(|(inside, _)| inside.split(',').map(str::trim));
    names.filter(|name| !name.contains(' ')).map(str::to_owned).collect()
}

/// Whether a name of the index, which may leave a part of itself out, is that name.
fn stands_for(written: &str, name: &str) -> bool {
    match written.split_once('…') {
        Some((begin, end)) => name.starts_with(begin) && name.ends_with(end),
        None => written == name,
    }
}

/// The entry points that a row is about.
fn points(row: &Row) -> Vec<&'static EntryPoint> {
    let about = |point: &&EntryPoint| {
        let mut whole = row.jobs.iter().chain(&row.tasks).filter(|name| !name.contains('…'));
        whole.any(|name| point.names.contains(&name.as_str()))
    };
    ENTRY_POINTS.iter().filter(about).collect()
}

#[test]
fn every_old_job_has_a_task_of_ours() {
    let registry = Registry::built_in_all_on();
    let is_known = |task: &str| registry.tasks_named(&[task.to_owned()]).is_ok();
    let pages = indexes();
    assert!(!pages.is_empty(), "there is no index");
    for page in pages {
        let rows = rows(&page);
        assert!(rows.len() >= 44, "{}: only {} rows", page.display(), rows.len());
        let mut to_come = BTreeSet::new();
        let mut wrong = Vec::new();
        for row in &rows {
            let points = points(row);
            for job in &row.jobs {
                let mut names = points.iter().flat_map(|point| point.names);
                if !names.any(|name| stands_for(job, name)) && !is_known(job) {
                    wrong.push(format!("the job {job} is not known"));
                }
            }
            for task in &row.tasks {
                match entry_point(task).map(|point| point.here) {
                    Some(Here::ToCome(_)) => {
                        to_come.insert(task.clone());
                    }
                    Some(Here::Command(_)) => {}
                    _ if is_known(task) => {}
                    _ => wrong.push(format!("the task {task} of {:?} is not there", row.jobs)),
                }
            }
            let needs_nothing = !points.is_empty() && points.iter().all(|point| matches!(point.here, Here::Nothing(_)));
            if row.tasks.is_empty() && !needs_nothing {
                wrong.push(format!("{:?} needs nothing, which is not said", row.jobs));
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", page.display(), wrong.join("\n"));
        let expected: BTreeSet<String> = TO_COME.map(str::to_owned).into();
        assert_eq!(to_come, expected, "{}", page.display());
    }
}

#[test]
fn what_is_said_to_be_there_is_there() {
    let registry = Registry::built_in_all_on();
    for point in ENTRY_POINTS {
        let tasks = point.tasks(&registry);
        match point.here {
            Here::Tasks => assert!(!tasks.is_empty(), "no task stands in for {:?}", point.names),
            Here::Command(_) | Here::Nothing(_) | Here::ToCome(_) => {
                assert!(tasks.is_empty(), "{:?}: {tasks:?}", point.names);
            }
        }
    }
    let to_come = ENTRY_POINTS
        .iter()
        .filter(|point| matches!(point.here, Here::ToCome(_)));
    assert_eq!(
        to_come.count(),
        TO_COME.len(),
        "an entry point is still to come that no row names"
    );
}

#[test]
fn names_may_be_written_short() {
    for (written, name, expected) in [
        ("…ToTSVWorkflow", "GradeDistFromSqoopToTSVWorkflow", true),
        ("Import…Task", "ImportAuthUserTask", true),
        ("Import…Task", "ImportAuthUser", false),
        ("ImportAuthUserTask", "ImportAuthUser", false),
    ] {
        assert_eq!(stands_for(written, name), expected, "{written} {name}");
    }
}

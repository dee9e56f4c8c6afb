//! What comes from the LMS besides tables: course structures, and events that bring the log in line with it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::running::{done, olivine, on, said};

/// A site with a log and a table of enrollments, both as given.
fn site(dir: &Path, log: &str, enrollments: &str) -> std::path::PathBuf {
    let site = dir.join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    fs::create_dir_all(dir.join("lms")).unwrap();
    fs::write(dir.join("lms/student_courseenrollment.csv"), enrollments).unwrap();
    fs::create_dir_all(site.join("logs")).unwrap();
    fs::write(site.join("logs/tracking.log"), log).unwrap();
    let text =
        "[ingest]\nsources = [\"logs\"]\n[lms]\ndatabase = \"../lms\"\n[reports]\non = [\"enrollment.validation\"]\n";
    fs::write(site.join("olivine.toml"), text).unwrap();
    site
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn repairs(site: &Path) -> Vec<String> {
    let sql = "select user_id, event_type, \"time\", reason from enrollment_repairs order by user_id, \"time\"";
    let rows = json(&done(site, &["query", "--format", "json", sql]));
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        format!(
            "{} {} {}",
            row["user_id"],
            row["time"].as_str().unwrap(),
            row["reason"].as_str().unwrap()
        )
    })
    .collect()
}

#[test]
fn a_lost_enrollment_event_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    let event = |user: u32, kind: &str, time: &str| {
        serde_json::json!({
            "time": time, "event_source": "server", "event_type": format!("edx.course.enrollment.{kind}"),
            "event": {"course_id": "course-v1:X+A+1", "user_id": user, "mode": "audit"},
        })
        .to_string()
    };
    let log = [
        event(1, "activated", "2024-02-01T08:00:00+00:00"),
        event(2, "activated", "2024-02-01T09:00:00+00:00"),
        // Left on the day of the copy: it says otherwise, because it was made earlier.
        event(2, "deactivated", "2024-03-01T15:00:00+00:00"),
    ];
    let table = "id,user_id,course_id,created,is_active,mode\n\
                 1,1,course-v1:X+A+1,2024-02-01 08:00:00,0,audit\n\
                 2,2,course-v1:X+A+1,2024-02-01 09:00:00,1,audit\n\
                 3,3,course-v1:X+A+1,2024-02-10 10:00:00,1,audit\n\
                 4,4,course-v1:X+A+1,,1,audit\n";
    let site = site(dir.path(), &(log.join("\n") + "\n"), table);
    done(&site, &["ingest"]);
    done(&site, &["import", "lms", "--date", "2024-03-01"]);
    let logs = site.join("logs");
    let logs = logs.to_str().unwrap();
    let written = json(&done(&site, &["--json", "enrollments", "validate", "--out", logs]));
    assert_eq!(
        (written["files"].as_u64(), written["events"].as_u64()),
        (Some(1), Some(3))
    );
    assert!(
        site.join("logs/2024-03-01/X_A_1_enroll_validated_20240301.log.gz")
            .is_file()
    );
    done(&site, &["ingest"]);

    done(&site, &["run", "enrollment.validation", "--to", "2024-03-02"]);
    assert_eq!(
        repairs(&site),
        [
            "1 2024-02-01T08:00:00.000001 activate => validate(inactive)",
            "3 2024-02-10T10:00:00.000000 start => validate(active)",
        ]
    );
    let written = json(&done(&site, &["--json", "enrollments", "repair", "--out", logs]));
    assert_eq!(
        (written["files"].as_u64(), written["events"].as_u64()),
        (Some(2), Some(2))
    );
    let tuples = site.join("tuples");
    done(
        &site,
        &["enrollments", "repair", "--tuples", "--out", tuples.to_str().unwrap()],
    );
    assert!(tuples.join("synthetic_enroll-20240201.tsv.gz").is_file());

    done(&site, &["ingest"]);
    done(
        &site,
        &[
            "run",
            "--to",
            "2024-03-02",
            "EnrollmentValidationWorkflow",
            "enrollment_daily",
        ],
    );
    assert_eq!(repairs(&site), [""; 0], "nothing is lacking any more");
    let sql = "select \"date\", \"count\" from course_enrollment_daily order by \"date\" desc limit 1";
    let last = json(&done(&site, &["query", "--format", "json", sql]));
    assert_eq!(last[0]["count"], 1, "only the third is still enrolled");

    let backwards = [
        "--dump-start",
        "2024-03-01T02:00:00",
        "--dump-end",
        "2024-03-01T01:00:00",
    ];
    let refused = on(
        &site,
        &[&["enrollments", "validate", "--out", logs], &backwards[..]].concat(),
    );
    assert!(said(&refused).contains("ends before it begins"), "{}", said(&refused));
}

#[test]
fn a_missing_column_is_told_with_its_file_and_a_day_to_come_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(dir.path(), "", "id,user_id,course_id\n1,1,course-v1:X+A+1\n");
    let imported = on(&site, &["import", "lms"]);
    assert!(imported.status.success(), "{}", said(&imported));
    let told = said(&imported);
    assert!(
        told.contains("student_courseenrollment.csv has no column created, is_active, mode"),
        "{told}"
    );
    for what in ["lms", "structure", "youtube"] {
        let refused = on(&site, &["import", what, "--date", "2999-01-01"]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains("MAIN-008"), "{}", said(&refused));
    }
}

#[test]
fn course_structures_come_from_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(dir.path(), "", "id,user_id,course_id\n");
    let nowhere = on(&site, &["import", "structure"]);
    assert!(said(&nowhere).contains("structure.url"), "{}", said(&nowhere));
    let folder = dir.path().join("structure");
    fs::create_dir(&folder).unwrap();
    let root = "block-v1:X+A+1+type@course+block@course";
    let answer = serde_json::json!({"root": root, "blocks": {(root): {"type": "course", "display_name": "Ships"}}});
    fs::write(folder.join("a.json"), answer.to_string()).unwrap();
    let summary = json(&done(
        &site,
        &["--json", "import", "structure", "--from", folder.to_str().unwrap()],
    ));
    assert_eq!(summary["tables"]["lms_course_blocks"]["rows"], 1);
    let sql = "select course_id, display_name from lms_course_blocks";
    let blocks = done(&site, &["query", "--on", "lake", "--format", "csv", sql]);
    assert_eq!(blocks.lines().nth(1), Some("course-v1:X+A+1,Ships"));
}

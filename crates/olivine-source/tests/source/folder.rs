//! Tables and catalog of a folder.

use std::collections::BTreeMap;
use std::time::Duration;

use olivine_failure::Failing;
use olivine_sandbox::SandboxOptions;
use olivine_source::catalog::{self, CatalogSource, CourseListSource};
use olivine_source::lms::{self, ImportSummary, LmsSource};
use olivine_source::look::{TableState, look};
use olivine_source::tables::LMS_TABLES;

use crate::lake::{Place, day};

#[tokio::test]
async fn a_made_up_site_comes_in_whole() {
    let place = Place::new().await;
    let out = place.folder.path().join("site");
    let options = SandboxOptions {
        out: out.clone(),
        courses: 9,
        learners: 150,
        days: 9,
        seed: 3,
        end: day(),
        target_events: None,
    };
    let truth = olivine_sandbox::generate(&options, &|_| ()).unwrap();

    let mut summary = lms::import(&LmsSource::Csv(out.join("lms")), &place.lake, day(), &())
        .await
        .unwrap();
    let rows: BTreeMap<String, u64> = summary
        .tables
        .iter()
        .map(|(name, table)| (name.trim_start_matches("lms_").to_owned(), table.rows))
        .collect();
    // Tables of reports that are off as shipped are not asked for.
    let mut expected = truth.lms_rows;
    expected.retain(|name, _| rows.contains_key(name));
    assert_eq!(rows, expected);
    assert_eq!(rows.len(), 10, "{rows:?}");
    assert!(
        summary
            .tables
            .values()
            .all(|table| table.skipped.is_empty() && table.lacking.is_empty()),
        "{summary:?}"
    );

    let folder = CatalogSource::Folder(out.join("catalog"));
    catalog::import(folder, &place.lake, day(), &mut summary).await.unwrap();
    let folder = CourseListSource::Folder(out.join("catalog"));
    catalog::import_course_list(folder, &place.lake, day(), &mut summary)
        .await
        .unwrap();
    let programs = place
        .rows(
            "course_run_programs",
            &["course_id", "program_id", "program_type", "program_title"],
        )
        .await;
    let told: Vec<String> = truth
        .programs
        .iter()
        .map(|row| {
            [&row.course_id, &row.program_id, &row.program_type, &row.program_title]
                .map(String::as_str)
                .join(" | ")
        })
        .collect();
    assert_eq!(programs, told);
    let titles = place.rows("course_runs", &["course_id", "catalog_course_title"]).await;
    let mut told: Vec<String> = Vec::new();
    for row in &truth.summary {
        let row = row
            .catalog_course_title
            .as_ref()
            .map(|title| format!("{} | {title}", row.course_id));
        told.extend(row.filter(|row| !told.contains(row)));
    }
    assert!(told.iter().all(|row| titles.contains(row)), "{told:?} {titles:?}");
    assert_eq!(
        place.rows("course_list", &["course_id"]).await.len(),
        truth.courses.len()
    );
}

#[tokio::test]
async fn columns_go_by_their_names_and_bad_rows_are_counted() {
    let place = Place::new().await;
    let folder = place.folder.path().join("lms");
    std::fs::create_dir(&folder).unwrap();
    let text = b"mode,user_id,extra,id,is_active,course_id\n\
        audit,7,x,1,1,A/B/C\n\
        audit,8,x,2,1\n\
        audit,eight,x,3,1,A/B/C\n\
        audit,9,x,\\N,1,A/B/C\n\
        audit,9,x,4,maybe,A/B/C\n\
        caf\xe9,10,\"a, \"\"b\"\"\",5,\\N,A/B/C\n";
    std::fs::write(folder.join("student_courseenrollment.csv"), text).unwrap();
    let summary = lms::import(&LmsSource::Csv(folder.clone()), &place.lake, day(), &())
        .await
        .unwrap();
    assert_eq!(
        place
            .rows(
                "student_courseenrollment",
                &["id", "user_id", "is_active", "mode", "created"]
            )
            .await,
        ["1 | 7 | true | audit | -", "5 | 10 | - | caf\u{fffd} | -"]
    );
    let table = &summary.tables["lms_student_courseenrollment"];
    assert_eq!((table.rows, table.skipped.values().sum::<u64>()), (2, 4));
    assert_eq!(table.skipped.len(), 4, "each with its reason: {:?}", table.skipped);
    assert_eq!(summary.absent.len(), 9);
    assert_eq!(table.lacking, ["created"], "a column that is not there is told");

    std::fs::write(folder.join("student_courseenrollment.csv"), "user_id\n7\n").unwrap();
    let error = lms::import(&LmsSource::Csv(folder.clone()), &place.lake, day(), &())
        .await
        .unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-002");
    assert_eq!(
        place.rows("student_courseenrollment", &["id"]).await,
        ["1", "5"],
        "what was there stays"
    );
    for nowhere in [folder.join("deeper"), place.folder.path().join("lake")] {
        let error = lms::import(&LmsSource::Csv(nowhere), &place.lake, day(), &())
            .await
            .unwrap_err();
        assert_eq!(error.failure().code, "SOURCE-001");
    }
}

#[tokio::test]
async fn an_import_that_breaks_off_between_two_tables_is_not_seen() {
    let place = Place::new().await;
    let folder = place.folder.path().join("lms");
    std::fs::create_dir(&folder).unwrap();
    let tables = ["auth_user", "student_courseenrollment"];
    let source = LmsSource::Csv(folder.clone());
    let import = async |id: u32| {
        for table in tables {
            std::fs::write(folder.join(format!("{table}.csv")), format!("id\n{id}\n")).unwrap();
        }
        lms::import(&source, &place.lake, day(), &()).await
    };
    let seen = async || {
        [
            place.rows(tables[0], &["id"]).await,
            place.rows(tables[1], &["id"]).await,
        ]
    };
    import(1).await.unwrap();
    let second_commit = |table: &str| {
        let log = place.folder.path().join(format!("lake/lms_{table}/_delta_log"));
        log.join("00000000000000000002.json")
    };
    // Something is in its way.
    std::fs::create_dir(second_commit(tables[1])).unwrap();
    import(2).await.unwrap_err();
    assert!(second_commit(tables[0]).is_file(), "the first table was committed");
    std::fs::remove_dir(second_commit(tables[1])).unwrap();
    assert_eq!(seen().await, [["1"], ["1"]]);
    import(3).await.unwrap();
    assert_eq!(seen().await, [["3"], ["3"]]);
}

#[tokio::test]
async fn a_look_at_a_folder_tells_what_an_import_would_miss() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, header: &str| std::fs::write(folder.path().join(name), header).unwrap();
    write(
        "course_groups_courseusergroup.csv",
        "\u{feff}id,name,course_id,group_type\n",
    );
    write("student_courseenrollment.csv", "id,user_id,course_id\n");
    write("auth_userprofile.csv", "name,gender\n");
    write("video_clips.csv", "course_id,video_id,start_seconds\n");
    let wanted: Vec<_> = LMS_TABLES.iter().collect();
    let source = LmsSource::Csv(folder.path().to_owned());
    let looks = look(&source, &wanted, Duration::from_secs(60)).await.unwrap();
    let state = |table: &str| &looks.iter().find(|look| look.table == table).unwrap().state;
    assert_eq!(*state("course_groups_courseusergroup"), TableState::Readable);
    assert_eq!(*state("auth_user"), TableState::Absent);
    let lacking = |columns: &[&str], stops_import| TableState::Lacks {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        stops_import,
    };
    assert_eq!(
        *state("student_courseenrollment"),
        lacking(&["created", "is_active", "mode"], false)
    );
    // Tables that nothing misses are looked at where they are.
    assert_eq!(*state("video_clips"), lacking(&["end_seconds"], false));
    assert!(looks.iter().all(|look| look.table != "youtube_videos"));
    assert!(
        matches!(state("auth_userprofile"), TableState::Lacks { columns, stops_import: true } if columns[0] == "user_id")
    );
    let nowhere = LmsSource::Csv(folder.path().join("nowhere"));
    let error = look(&nowhere, &wanted, Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-001");
}

#[tokio::test]
async fn a_folder_without_a_catalog_is_refused() {
    let place = Place::new().await;
    let folder = place.folder.path().join("catalog");
    let mut summary = ImportSummary::new(day());
    for told in ["there is no folder", "course_runs.json"] {
        let error = catalog::import(CatalogSource::Folder(folder.clone()), &place.lake, day(), &mut summary)
            .await
            .unwrap_err();
        assert_eq!(error.failure().code, "SOURCE-001");
        assert!(error.to_string().contains(told), "{error}");
        // The second time it is there, and empty.
        std::fs::create_dir_all(&folder).unwrap();
    }
    assert!(summary.tables.is_empty());
}

#[tokio::test]
async fn a_course_list_alone_leaves_the_catalog_as_it_is() {
    let place = Place::new().await;
    let folder = place.folder.path().join("catalog");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let run = r#"{"key": "course-v1:X+A+1", "course": "X+A", "title": "A", "start": "2024-01-15T05:00:00Z", "min_effort": 2, "programs": [{"uuid": "u1", "type": "XSeries", "title": "P"}], "seats": [{"type": "verified", "price": "49.50", "currency": "USD"}]}"#;
    write("course_runs.json", run);
    write(
        "courses.json",
        r#"{"course_runs": [{"key": "course-v1:X+A+1"}], "subjects": [{"slug": "knots", "name": "Knots"}]}"#,
    );
    write("programs.json", r#"{"uuid": "u1", "courses": [{"key": "X+A"}]}"#);
    let all = [
        (
            "course_runs",
            &["course_id", "start_time", "end_time", "min_effort"][..],
            "course-v1:X+A+1 | 2024-01-15T05:00:00Z | - | 2",
        ),
        (
            "course_run_programs",
            &["course_id", "program_id", "program_title"],
            "course-v1:X+A+1 | u1 | P",
        ),
        (
            "course_run_seats",
            &["course_id", "course_seat_type", "course_seat_price"],
            "course-v1:X+A+1 | verified | 49.5",
        ),
        (
            "course_run_subjects",
            &["course_id", "subject_slug", "subject_title"],
            "course-v1:X+A+1 | knots | Knots",
        ),
        (
            "program_courses",
            &["program_id", "catalog_course", "program_slot_number"],
            "u1 | X+A | 1",
        ),
    ];
    let next_day = day().succ_opt().unwrap();
    // Once with the catalog, then without it.
    for date in [day(), day(), next_day] {
        let mut summary = ImportSummary::new(date);
        catalog::import(CatalogSource::Folder(folder.clone()), &place.lake, date, &mut summary)
            .await
            .unwrap();
        for (table, columns, row) in all {
            assert_eq!(place.rows(table, columns).await, [row], "{table} {date}");
        }
        assert_eq!(summary.tables.len(), all.len());
        for file in ["course_runs.json", "courses.json", "programs.json"] {
            let _gone_already = std::fs::remove_file(folder.join(file));
        }
        write("course_list.json", "");
    }
    let (date, _) = place.lake.latest_lms("course_runs").await.unwrap().unwrap();
    assert_eq!(date, next_day);
}

#[tokio::test]
async fn a_file_that_is_not_there_leaves_its_tables_and_an_empty_one_empties_them() {
    let place = Place::new().await;
    let folder = place.folder.path().join("catalog");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let import = async || {
        let mut summary = ImportSummary::new(day());
        catalog::import(CatalogSource::Folder(folder.clone()), &place.lake, day(), &mut summary)
            .await
            .unwrap();
        summary.kept
    };
    write("course_runs.json", r#"{"key": "course-v1:X+A+1", "course": "X+A"}"#);
    write(
        "courses.json",
        r#"{"course_runs": [{"key": "course-v1:X+A+1"}], "subjects": [{"slug": "knots", "name": "Knots"}]}"#,
    );
    write("programs.json", r#"{"uuid": "u1", "courses": [{"key": "X+A"}]}"#);
    assert!(import().await.is_empty());

    write("course_runs.json", r#"{"key": "course-v1:X+B+1", "course": "X+B"}"#);
    std::fs::remove_file(folder.join("courses.json")).unwrap();
    write("programs.json", "");
    assert_eq!(import().await, ["lms_course_run_subjects"]);
    assert_eq!(place.rows("course_runs", &["course_id"]).await, ["course-v1:X+B+1"]);
    assert_eq!(
        place.rows("course_run_subjects", &["course_id"]).await,
        ["course-v1:X+A+1"]
    );
    assert!(place.rows("program_courses", &["program_id"]).await.is_empty());

    std::fs::remove_file(folder.join("course_runs.json")).unwrap();
    let all_but_programs = [
        "lms_course_runs",
        "lms_course_run_programs",
        "lms_course_run_seats",
        "lms_course_run_subjects",
    ];
    assert_eq!(import().await, all_but_programs);
    assert_eq!(place.rows("course_runs", &["course_id"]).await, ["course-v1:X+B+1"]);
}

#[tokio::test]
async fn bad_records_of_the_catalog_are_left_out() {
    let place = Place::new().await;
    let folder = place.folder.path().join("catalog");
    std::fs::create_dir(&folder).unwrap();
    let long = "p".repeat(40);
    let runs = format!(
        r#"{{"key": "course-v1:X+A+1", "course": "X+A", "title": "Intro  to\tA", "start": "2024-01-15T05:00:00+01:00", "end": null,
            "programs": [{{"uuid": "u1", "type": "XSeries", "title": "P  1"}}, {{"uuid": "u1", "type": "XSeries"}}, {{"type": "XSeries"}}, {{"uuid": "u2"}}, {{"uuid": "{long}", "type": "XSeries"}}, 5]}}
        {{"key": "course-v1:X+A+1", "course": "X+A", "title": "Again"}}
        {{"course": "X+A"}}
        {{"key": "course-v1:X+B+1", "course": "X+B", "start": "soon"}}"#
    );
    let runs = runs.replace(",\n", ",");
    std::fs::write(folder.join("course_runs.json"), runs).unwrap();
    let mut summary = ImportSummary::new(day());
    catalog::import(CatalogSource::Folder(folder.clone()), &place.lake, day(), &mut summary)
        .await
        .unwrap();
    assert_eq!(
        place
            .rows(
                "course_runs",
                &[
                    "course_id",
                    "catalog_course",
                    "catalog_course_title",
                    "start_time",
                    "end_time"
                ]
            )
            .await,
        ["course-v1:X+A+1 | X+A | Intro to A | 2024-01-15T04:00:00Z | -"]
    );
    assert_eq!(
        place
            .rows("course_run_programs", &["program_id", "program_title"])
            .await,
        ["u1 | P 1"]
    );
    assert_eq!(summary.tables["lms_course_runs"].skipped.values().sum::<u64>(), 3);
    assert_eq!(
        summary.tables["lms_course_run_programs"].skipped.values().sum::<u64>(),
        5
    );

    let list = format!(
        r#"{{"id":"course-v1:X+A+1","name":"Intro  to\tA","org":"X","number":"A","blocks_url":"http://l/b","start":"2024-01-15T05:00:00Z","end":null,"short_description":"","pacing":"self","effort":5}}
        {{"id":null,"course_id":"x","name":"n","org":"X","number":"A","blocks_url":"b"}}
        {{"course_id":"course-v1:X+B+1","name":"{}","org":"X","number":"A","blocks_url":"b"}}
        {{"id":"course-v1:X+C+1","name":null,"org":"X","number":"A","blocks_url":"b"}}
        {{"id":"course-v1:X+D+1","name":"D","org":"{}","number":"A","blocks_url":"b"}}"#,
        "é".repeat(300),
        "o".repeat(256)
    );
    std::fs::write(folder.join("course_list.json"), list).unwrap();
    catalog::import_course_list(CourseListSource::Folder(folder), &place.lake, day(), &mut summary)
        .await
        .unwrap();
    let rows = place
        .rows(
            "course_list",
            &[
                "course_id",
                "name",
                "start_date",
                "end_date",
                "short_description",
                "effort",
            ],
        )
        .await;
    assert_eq!(
        rows[0],
        "course-v1:X+A+1 | Intro to A | 2024-01-15T05:00:00Z | - |  | 5"
    );
    assert_eq!(
        rows[1],
        format!("course-v1:X+B+1 | {} | - | - | - | -", "é".repeat(255))
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(summary.tables["lms_course_list"].skipped.values().sum::<u64>(), 3);
}

//! Course structures from files and from APIs that misbehave (PF 5, ES 5.6).

use std::time::Duration;

use olivine_failure::Failing;
use olivine_source::blocks::Numbering;
use olivine_source::lms::ImportSummary;
use olivine_source::structure::{self, StructureSource};
use olivine_source::{RestClient, SourceError};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::lake::{Place, day};

const BLOCKS: &[&str] = &[
    "course_id",
    "sort_idx",
    "block_id",
    "display_name",
    "is_dag",
    "parent_block_id",
    "course_path",
];

fn course(name: &str) -> Value {
    json!({
        "id": format!("course-v1:X+{name}+1"), "name": name, "org": "X", "number": name,
        "blocks_url": "https://lms/blocks",
    })
}

fn answer(name: &str) -> Value {
    json!({
        "root": "C",
        "blocks": {
            "C": {"type": "course", "display_name": format!("Course {name}"), "children": ["V", "V"]},
            "V": {
                "type": "vertical", "display_name": "A\t long\n\nname", "graded": true, "format": "Home\nwork",
                "due": "2031-03-05T23:30:00Z",
            },
        },
    })
}

async fn import(source: StructureSource, place: &Place) -> Result<ImportSummary, SourceError> {
    let mut summary = ImportSummary::new(day());
    structure::import(source, &Numbering::default(), &place.lake, day(), &mut summary, &()).await?;
    Ok(summary)
}

/// The skips of the table of blocks, as text.
fn skips(summary: &ImportSummary) -> String {
    let skipped = &summary.tables["lms_course_blocks"].skipped;
    let shown: Vec<String> = skipped
        .iter()
        .map(|(reason, number)| format!("{number} {reason}"))
        .collect();
    shown.join(", ")
}

async fn list_of(server: &MockServer, courses: Value) {
    Mock::given(method("GET"))
        .and(path("/api/courses/v1/courses/"))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"results": courses, "pagination": {"next": null}})),
        )
        .mount(server)
        .await;
}

fn blocks_of(name: &str) -> wiremock::MockBuilder {
    Mock::given(method("GET"))
        .and(path("/api/courses/v1/blocks/"))
        .and(query_param("course_id", format!("course-v1:X+{name}+1")))
        .and(query_param("depth", "all"))
        .and(query_param("requested_fields", "children,graded,format,due"))
        .and(query_param("all_blocks", "true"))
}

/// With all the tries that there are, however slow the machine is.
fn api(server: &MockServer) -> StructureSource {
    api_with(server, Duration::from_secs(60))
}

fn api_with(server: &MockServer, patience: Duration) -> StructureSource {
    let client = RestClient::new(None)
        .unwrap()
        .with_patience(patience)
        .with_first_pause(Duration::from_millis(5));
    StructureSource::Api {
        lms: server.uri(),
        client: Box::new(client),
    }
}

#[tokio::test]
async fn courses_of_an_api_one_by_one() {
    let server = MockServer::start().await;
    let unnamed = json!({"id": null, "course_id": "course-v1:X+Z+1"});
    list_of(
        &server,
        json!([
            course("A"),
            course("Gone"),
            unnamed,
            course("Odd"),
            course("Busy"),
            course("A")
        ]),
    )
    .await;
    blocks_of("A")
        .respond_with(ResponseTemplate::new(200).set_body_json(answer("A")))
        .mount(&server)
        .await;
    blocks_of("Gone")
        .respond_with(ResponseTemplate::new(404))
        .mount(&server)
        .await;
    blocks_of("Odd")
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"root": "nowhere", "blocks": {}})))
        .mount(&server)
        .await;
    for status in [429, 520] {
        let busy = ResponseTemplate::new(status).insert_header("retry-after", "0");
        blocks_of("Busy")
            .respond_with(busy)
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    blocks_of("Busy")
        .respond_with(ResponseTemplate::new(200).set_body_json(answer("Busy")))
        .mount(&server)
        .await;
    let place = Place::new().await;
    assert!(!structure::is_imported(&place.lake, day()).await.unwrap());
    let summary = import(api(&server), &place).await.unwrap();
    assert!(structure::is_imported(&place.lake, day()).await.unwrap());
    assert!(
        !structure::is_imported(&place.lake, day().succ_opt().unwrap())
            .await
            .unwrap()
    );
    assert_eq!(
        skips(&summary),
        "1 course not found, 1 root is no block, 1 second structure of a course"
    );
    assert_eq!(
        place.rows("course_blocks", BLOCKS).await,
        [
            "course-v1:X+A+1 | 0 | C | Course A | false | - | ",
            "course-v1:X+A+1 | 1 | V | A long name | true | C | Course A",
            "course-v1:X+Busy+1 | 0 | C | Course Busy | false | - | ",
            "course-v1:X+Busy+1 | 1 | V | A long name | true | C | Course Busy",
        ]
    );
    assert_eq!(
        place.rows("course_list", &["name"]).await,
        ["A", "A", "Busy", "Gone", "Odd"]
    );
}

#[tokio::test]
async fn what_breaks_an_import_leaves_what_was_there() {
    let place = Place::new().await;
    let good = MockServer::start().await;
    list_of(&good, json!([course("A")])).await;
    blocks_of("A")
        .respond_with(ResponseTemplate::new(200).set_body_json(answer("A")))
        .mount(&good)
        .await;
    import(api(&good), &place).await.unwrap();
    let breaks = [
        (ResponseTemplate::new(403), "SOURCE-011"),
        (ResponseTemplate::new(400), "SOURCE-010"),
        (
            ResponseTemplate::new(200).set_body_string("<html>Sign in</html>"),
            "SOURCE-010",
        ),
        (ResponseTemplate::new(503), "SOURCE-009"),
    ];
    for (broken, code) in breaks {
        let server = MockServer::start().await;
        list_of(&server, json!([course("B"), course("C")])).await;
        blocks_of("B")
            .respond_with(ResponseTemplate::new(200).set_body_json(answer("B")))
            .mount(&server)
            .await;
        blocks_of("C").respond_with(broken).mount(&server).await;
        // What may pass is waited for until this is over.
        let source = api_with(&server, Duration::from_millis(300));
        let error = import(source, &place).await.unwrap_err();
        assert_eq!(error.failure().code, code, "{error}");
        let courses = place.rows("course_blocks", &["course_id"]).await;
        assert_eq!(courses, ["course-v1:X+A+1", "course-v1:X+A+1"], "{code}");
    }
    let server = MockServer::start().await;
    let error = import(api(&server), &place).await.unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-010", "a list that is not there: {error}");
}

async fn told(server: &MockServer, name: &str, answer: Value) {
    blocks_of(name)
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(server)
        .await;
}

async fn broken(server: &MockServer, name: &str) {
    blocks_of(name)
        .respond_with(ResponseTemplate::new(500))
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_course_that_the_lms_fails_at_keeps_what_was_known_of_it() {
    let weights = |weight: f64| {
        let policy = json!([{"assignment_type": "Lab", "weight": weight}]);
        ResponseTemplate::new(200).set_body_json(policy)
    };
    let place = Place::new().await;
    let before = MockServer::start().await;
    list_of(&before, json!([course("A"), course("B")])).await;
    for name in ["A", "B"] {
        told(&before, name, answer(name)).await;
        policy_of(name).respond_with(weights(1.0)).mount(&before).await;
    }
    import(api(&before), &place).await.unwrap();

    let server = MockServer::start().await;
    list_of(
        &server,
        json!([
            course("B"),
            course("A"),
            course("New"),
            course("Twice"),
            course("Twice")
        ]),
    )
    .await;
    told(&server, "A", answer("A, second edition")).await;
    broken(&server, "B").await;
    broken(&server, "New").await;
    // It fails at this one for the first time only.
    blocks_of("Twice")
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(5)
        .mount(&server)
        .await;
    told(&server, "Twice", answer("Twice")).await;
    policy_of("A").respond_with(weights(0.5)).mount(&server).await;
    policy_of("B")
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let next_day = day().succ_opt().unwrap();
    let mut summary = ImportSummary::new(next_day);
    structure::import(
        api(&server),
        &Numbering::default(),
        &place.lake,
        next_day,
        &mut summary,
        &(),
    )
    .await
    .unwrap();
    assert!(structure::is_imported(&place.lake, next_day).await.unwrap());
    assert_eq!(
        place.rows("course_blocks", BLOCKS).await,
        [
            "course-v1:X+A+1 | 0 | C | Course A, second edition | false | - | ",
            "course-v1:X+A+1 | 1 | V | A long name | true | C | Course A, second edition",
            "course-v1:X+B+1 | 0 | C | Course B | false | - | ",
            "course-v1:X+B+1 | 1 | V | A long name | true | C | Course B",
            "course-v1:X+Twice+1 | 0 | C | Course Twice | false | - | ",
            "course-v1:X+Twice+1 | 1 | V | A long name | true | C | Course Twice",
        ]
    );
    let graded = place
        .rows("course_blocks", &["course_id", "block_id", "graded", "format", "due"])
        .await;
    assert_eq!(graded[2], "course-v1:X+B+1 | C | - | - | -");
    assert_eq!(
        graded[3],
        "course-v1:X+B+1 | V | true | Home work | 2031-03-05T23:30:00Z"
    );
    assert_eq!(
        place.rows("grading_policies", POLICY).await,
        ["course-v1:X+A+1 | 0 | Lab | 0.5", "course-v1:X+B+1 | 0 | Lab | 1.0"]
    );
    // Named, counted, and to be seen at the end of the program.
    assert_eq!(summary.failed, ["course-v1:X+B+1", "course-v1:X+New+1"]);
    assert_eq!(skips(&summary), "3 the LMS failed at the course");
    let error = summary.check_complete().unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-013");
    assert!(error.to_string().contains("2 of its courses"), "{error}");
}

#[tokio::test]
async fn an_api_that_fails_at_all_courses_is_broken_itself() {
    let place = Place::new().await;
    let good = MockServer::start().await;
    list_of(&good, json!([course("A")])).await;
    told(&good, "A", answer("A")).await;
    import(api(&good), &place).await.unwrap().check_complete().unwrap();

    let server = MockServer::start().await;
    list_of(&server, json!([course("A"), course("B")])).await;
    broken(&server, "A").await;
    broken(&server, "B").await;
    let error = import(api(&server), &place).await.unwrap_err();
    assert_eq!((error.failure().code, error.is_transient()), ("SOURCE-009", true));

    // Or at very many, one after another: the others are not asked for.
    let server = MockServer::start().await;
    let names: Vec<String> = (0..12).map(|number| format!("N{number}")).collect();
    list_of(&server, names.iter().map(|name| course(name)).collect()).await;
    told(&server, "N0", answer("N0")).await;
    for name in &names[1..11] {
        broken(&server, name).await;
    }
    blocks_of("N11")
        .respond_with(ResponseTemplate::new(200).set_body_json(answer("N11")))
        .expect(0)
        .mount(&server)
        .await;
    let error = import(api(&server), &place).await.unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-009");
    assert_eq!(
        place.rows("course_blocks", &["course_id"]).await,
        ["course-v1:X+A+1", "course-v1:X+A+1"],
        "what was there stays"
    );
}

fn policy_of(name: &str) -> wiremock::MockBuilder {
    Mock::given(method("GET")).and(path(format!("/api/grades/v1/policy/courses/course-v1:X+{name}+1/")))
}

const POLICY: &[&str] = &["course_id", "position", "assignment_type", "weight"];

#[tokio::test]
async fn what_is_graded_and_how_much_it_weighs() {
    let server = MockServer::start().await;
    list_of(&server, json!([course("A"), course("B")])).await;
    for name in ["A", "B"] {
        blocks_of(name)
            .respond_with(ResponseTemplate::new(200).set_body_json(answer(name)))
            .mount(&server)
            .await;
    }
    let policy = json!([
        {"assignment_type": "Home \t work", "weight": 0.6, "dropped": 1},
        {"assignment_type": "", "weight": 0.1},
        {"assignment_type": "Exam", "weight": "much"},
        {"assignment_type": "Final", "weight": 0.4},
    ]);
    policy_of("A")
        .respond_with(ResponseTemplate::new(200).set_body_json(policy))
        .mount(&server)
        .await;
    let place = Place::new().await;
    let summary = import(api(&server), &place).await.unwrap();
    let graded = place.rows("course_blocks", &["block_id", "graded", "format"]).await;
    assert_eq!(&graded[..2], ["C | - | -", "C | - | -"]);
    assert_eq!(&graded[2..], ["V | true | Home work", "V | true | Home work"]);
    let due = place.rows("course_blocks", &["block_id", "due"]).await;
    assert_eq!(&due[..2], ["C | -", "C | -"]);
    assert_eq!(&due[2..], ["V | 2031-03-05T23:30:00Z", "V | 2031-03-05T23:30:00Z"]);
    assert_eq!(
        place.rows("grading_policies", POLICY).await,
        [
            "course-v1:X+A+1 | 0 | Home work | 0.6",
            "course-v1:X+A+1 | 3 | Final | 0.4"
        ]
    );
    let skipped = &summary.tables["lms_grading_policies"].skipped;
    assert_eq!(skipped["course without a policy"], 1);
    assert_eq!(skipped["entry without a type or a weight"], 2);

    // An LMS that does not let us ask for policies is asked once, and all else is taken.
    let strict = MockServer::start().await;
    list_of(&strict, json!([course("A"), course("B")])).await;
    for name in ["A", "B"] {
        blocks_of(name)
            .respond_with(ResponseTemplate::new(200).set_body_json(answer(name)))
            .mount(&strict)
            .await;
        policy_of(name)
            .respond_with(ResponseTemplate::new(403))
            .expect(u64::from(name == "A"))
            .mount(&strict)
            .await;
    }
    let summary = import(api(&strict), &Place::new().await).await.unwrap();
    assert_eq!(summary.tables["lms_course_blocks"].rows, 4);
    assert_eq!(summary.tables["lms_grading_policies"].rows, 0);
}

#[tokio::test]
async fn policies_of_a_file() {
    let place = Place::new().await;
    let folder = place.folder.path().join("structure");
    std::fs::create_dir(&folder).unwrap();
    let lines = [
        json!({"course_id": "course-v1:X+A+1", "policy": [{"assignment_type": "Lab", "weight": 1}]}).to_string(),
        json!({"course_id": "course-v1:X+A+1", "policy": []}).to_string(),
        json!({"policy": []}).to_string(),
        "no json".to_owned(),
        json!({"course_id": "course-v1:X+B+1", "policy": {}}).to_string(),
    ];
    std::fs::write(folder.join("grading_policies.json"), lines.join("\n")).unwrap();
    let summary = import(StructureSource::Folder(folder), &place).await.unwrap();
    assert_eq!(
        place.rows("grading_policies", POLICY).await,
        ["course-v1:X+A+1 | 0 | Lab | 1.0"]
    );
    assert_eq!(summary.tables["lms_grading_policies"].skipped.values().sum::<u64>(), 4);
    assert_eq!(summary.tables["lms_course_blocks"].rows, 0);
}

#[tokio::test]
async fn lists_alone_leave_structures_as_they_are() {
    let place = Place::new().await;
    let server = MockServer::start().await;
    list_of(&server, json!([course("A"), course("B")])).await;
    for name in ["A", "B"] {
        told(&server, name, answer(name)).await;
    }
    import(api(&server), &place).await.unwrap();
    let before = place.rows("course_blocks", BLOCKS).await;
    assert_eq!(before.len(), 4);

    let folder = place.folder.path().join("structure");
    std::fs::create_dir(&folder).unwrap();
    let policy = json!({"course_id": "course-v1:X+A+1", "policy": [{"assignment_type": "Lab", "weight": 1}]});
    std::fs::write(folder.join("grading_policies.json"), policy.to_string()).unwrap();
    std::fs::write(folder.join("course_list.json"), course("C").to_string()).unwrap();
    let next_day = day().succ_opt().unwrap();
    for date in [day(), next_day] {
        let mut summary = ImportSummary::new(date);
        let source = StructureSource::Folder(folder.clone());
        structure::import(source, &Numbering::default(), &place.lake, date, &mut summary, &())
            .await
            .unwrap();
        assert_eq!(place.rows("course_blocks", BLOCKS).await, before, "{date}");
        assert_eq!(summary.kept, ["lms_course_blocks"]);
        assert_eq!(place.rows("course_list", &["name"]).await, ["C"]);
        assert_eq!(
            place.rows("grading_policies", POLICY).await,
            ["course-v1:X+A+1 | 0 | Lab | 1.0"]
        );
        assert!(structure::is_imported(&place.lake, date).await.unwrap());
    }
}

#[tokio::test]
async fn structures_of_files() {
    let place = Place::new().await;
    let folder = place.folder.path().join("structure");
    std::fs::create_dir(&folder).unwrap();
    let named = |course: &str, mut answer: Value| {
        answer["course_id"] = course.into();
        answer.to_string()
    };
    let long = "x".repeat(600);
    let odd = json!({"root": "C", "blocks": {
        "C": {"display_name": null, "children": [&long, "S", 5]},
        (&long): {"display_name": "too long an id"},
        "S": {"type": "sequential", "display_name": "n".repeat(300), "due": "after the holidays"},
        "nul\u{0}\ttab": {"type": "html", "display_name": "left \u{0}over"},
    }});
    let lines = [
        named("course-v1:X+A+1", odd),
        "{\"root\": \"C\", \"blocks\"".to_owned(),
        named("course-v1:X+A+1", answer("again")),
        named(&"c".repeat(256), answer("long")),
        answer("unknown").to_string(),
        "[]".to_owned(),
        String::new(),
    ];
    std::fs::write(folder.join("course_blocks.json"), lines.join("\n")).unwrap();
    // A file may also be one answer, written over several lines; its root tells the course.
    let root = "block-v1:X+B+1+type@course+block@course";
    let alone = json!({"root": root, "blocks": {(root): {"type": "course", "display_name": "B"}}});
    std::fs::write(folder.join("b.json"), serde_json::to_string_pretty(&alone).unwrap()).unwrap();
    std::fs::write(folder.join("notes.txt"), "not read").unwrap();
    let summary = import(StructureSource::Folder(folder.clone()), &place).await.unwrap();
    assert_eq!(
        skips(&summary),
        "1 block id or type is too long, 1 course id is empty or too long, 1 no JSON, 1 no course id, \
         1 no root or no blocks, 1 second structure of a course"
    );
    assert!(
        !summary.tables.contains_key("lms_course_list"),
        "there is no list in the folder"
    );
    let cut = "n".repeat(255);
    assert_eq!(
        place
            .rows(
                "course_blocks",
                &["course_id", "sort_idx", "block_id", "display_name", "is_orphan", "due"]
            )
            .await,
        [
            "course-v1:X+A+1 | 0 | C | C | false | -".to_owned(),
            format!("course-v1:X+A+1 | 2 | S | {cut} | false | -"),
            "course-v1:X+A+1 | 4 | nul\ttab | left over | true | -".to_owned(),
            format!("course-v1:X+B+1 | 0 | {root} | B | false | -"),
        ]
    );
    let nowhere = StructureSource::Folder(folder.join("nowhere"));
    assert_eq!(import(nowhere, &place).await.unwrap_err().failure().code, "SOURCE-001");
    let other = place.folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("notes.txt"), "not read").unwrap();
    let error = import(StructureSource::Folder(other), &place).await.unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-001");
    assert!(error.to_string().contains("course structures"), "{error}");
    let unrelated = place.folder.path().join("unrelated");
    std::fs::create_dir(&unrelated).unwrap();
    for text in ["{\"name\": \"web\"}", "[]", ""] {
        std::fs::write(unrelated.join("package.json"), text).unwrap();
        let source = StructureSource::Folder(unrelated.clone());
        let error = import(source, &place).await.unwrap_err();
        assert_eq!(error.failure().code, "SOURCE-001", "{text}");
        assert!(error.to_string().contains("`root` and `blocks`"), "{text}: {error}");
    }
    assert_eq!(
        place.rows("course_blocks", &["course_id"]).await.len(),
        4,
        "nothing changed"
    );
}

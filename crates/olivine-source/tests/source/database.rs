//! Tables of an LMS in a MariaDB server.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use olivine_failure::Failing;
use olivine_source::SourceError;
use olivine_source::lms::{self, ImportSummary, LmsSource, Tls, Watch};
use olivine_source::look::{TableState, look};
use olivine_source::tables::LMS_TABLES;
use olivine_test_tools::{Server, quiet_port};

use crate::lake::{Place, day};

/// Tables as an LMS has them, with columns that are not read and values that old servers let in.
const LMS: &str = "
    SET SESSION sql_mode = '';
    CREATE DATABASE edxapp CHARACTER SET utf8mb4; USE edxapp;
    CREATE TABLE auth_user (id INT PRIMARY KEY AUTO_INCREMENT, password VARCHAR(128) NOT NULL, last_login DATETIME(6),
        is_superuser TINYINT(1) NOT NULL, username VARCHAR(150) NOT NULL, first_name VARCHAR(30) NOT NULL, last_name VARCHAR(150) NOT NULL,
        email VARCHAR(254) NOT NULL, is_staff TINYINT(1) NOT NULL, is_active TINYINT(1) NOT NULL, date_joined DATETIME(6) NOT NULL);
    INSERT INTO auth_user VALUES
        (1, 'pbkdf2$secret', NULL, 0, 'mira', '', '', 'mira@example.org', 0, 1, '2024-01-02 03:04:05.000678'),
        (2, 'pbkdf2$secret', '0000-00-00 00:00:00', 1, 'søren', '', '', '', 1, 0, '2024-01-02 00:00:00');
    CREATE TABLE auth_userprofile (id INT PRIMARY KEY AUTO_INCREMENT, user_id INT NOT NULL, name VARCHAR(255) NOT NULL, meta LONGTEXT,
        gender VARCHAR(6), year_of_birth INT, level_of_education VARCHAR(6), language VARCHAR(255), location VARCHAR(255),
        mailing_address LONGTEXT, city BLOB, country VARCHAR(2), goals LONGTEXT);
    INSERT INTO auth_userprofile VALUES
        (1, 1, 'Mira 🌿', '{}', 'f', 1990, 'p_se', '', '', NULL, x'C5FF6C', 'NO', 'Learn\\nslowly'),
        (2, 2, '', '{}', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CREATE TABLE student_courseenrollment (id INT PRIMARY KEY AUTO_INCREMENT, user_id INT NOT NULL, course_id VARCHAR(255) NOT NULL,
        created DATETIME(6), is_active TINYINT(1) NOT NULL, mode VARCHAR(100) NOT NULL);
    INSERT INTO student_courseenrollment VALUES (1, 1, 'course-v1:RiverU+Soil101+R1', '2024-02-01 08:00:00', 1, 'audit'),
        (2, 2, 'RiverU/Soil101/R0', NULL, 0, 'honor');
    CREATE TABLE grades_persistentcoursegrade (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, course_id VARCHAR(255) NOT NULL, user_id INT NOT NULL,
        course_edited_timestamp DATETIME(6), course_version VARCHAR(255) NOT NULL, grading_policy_hash VARCHAR(255) NOT NULL,
        percent_grade DOUBLE NOT NULL, letter_grade VARCHAR(255) NOT NULL, passed_timestamp DATETIME(6), created DATETIME(6) NOT NULL, modified DATETIME(6) NOT NULL);
    INSERT INTO grades_persistentcoursegrade VALUES (1, 'course-v1:RiverU+Soil101+R1', 1, NULL, '', 'x=', 0.835, 'B', '2024-03-01 10:00:00.5',
        '2024-02-02 00:00:00', '2024-03-02 00:00:00');
    CREATE TABLE courseware_studentmodule (id INT PRIMARY KEY AUTO_INCREMENT, module_type VARCHAR(32) NOT NULL, module_id VARCHAR(255) NOT NULL,
        course_id VARCHAR(255) NOT NULL, state LONGTEXT, grade DOUBLE, max_grade DOUBLE, done VARCHAR(8), created DATETIME(6), modified DATETIME(6), student_id INT NOT NULL);
    INSERT INTO courseware_studentmodule VALUES (1, 'problem', 'block-v1:x', 'course-v1:RiverU+Soil101+R1', '{\"student_answers\": {}}', 1, 2.5, 'na', NOW(), NOW(), 1);
    CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'right'; GRANT SELECT ON edxapp.* TO reader@'127.0.0.1';
    CREATE USER nobody@'127.0.0.1' IDENTIFIED BY 'right';
    CREATE DATABASE empty; CREATE DATABASE cut;
    CREATE VIEW cut.auth_user AS SELECT id, username FROM edxapp.auth_user;";

fn at(url: String) -> LmsSource {
    LmsSource::Mysql {
        url,
        tls: Tls::Preferred,
    }
}

async fn read(place: &Place, url: String, watch: &dyn Watch) -> Result<ImportSummary, SourceError> {
    lms::import(&at(url), &place.lake, day(), watch).await
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_a_server() {
    let Some(server) = Server::start(&[]).unwrap() else {
        return;
    };
    server.sql(LMS).unwrap();
    all_tables_with_all_their_oddities(&server).await;
    one_state_of_all_tables(&server).await;
    a_lost_connection_is_tried_again(&server).await;
    failures(&server).await;
    a_look_tells_what_may_be_read(&server).await;
}

async fn all_tables_with_all_their_oddities(server: &Server) {
    let place = Place::new().await;
    let summary = read(&place, server.url("reader:right", "edxapp"), &()).await.unwrap();
    assert_eq!(summary.tables["lms_auth_user"].rows, 2);
    assert!(
        summary.tables.values().all(|table| table.skipped.is_empty()),
        "{summary:?}"
    );
    assert_eq!(
        summary.absent,
        [
            "grades_persistentsubsectiongrade",
            "course_groups_courseusergroup",
            "course_groups_courseusergroup_users",
            "student_courseaccessrole",
            "certificates_generatedcertificate"
        ]
    );
    assert_eq!(
        place
            .rows(
                "auth_user",
                &["id", "username", "last_login", "date_joined", "is_active", "is_staff"]
            )
            .await,
        [
            "1 | mira | - | 2024-01-02T03:04:05.000678Z | true | false",
            "2 | søren | - | 2024-01-02T00:00:00Z | false | true"
        ]
    );
    assert_eq!(
        place
            .rows(
                "auth_userprofile",
                &[
                    "user_id",
                    "name",
                    "gender",
                    "year_of_birth",
                    "level_of_education",
                    "goals"
                ]
            )
            .await,
        ["1 | Mira 🌿 | f | 1990 | p_se | Learn slowly", "2 |  |  | - | - | -"]
    );
    let cities = place.rows("auth_userprofile", &["city"]).await;
    assert_eq!(cities.len(), 2, "text that is no text costs nobody the row: {cities:?}");
    assert_eq!(
        place
            .rows(
                "student_courseenrollment",
                &["user_id", "course_id", "created", "is_active", "mode"]
            )
            .await,
        [
            "1 | course-v1:RiverU+Soil101+R1 | 2024-02-01T08:00:00Z | true | audit",
            "2 | RiverU/Soil101/R0 | - | false | honor"
        ]
    );
    assert_eq!(
        place
            .rows(
                "grades_persistentcoursegrade",
                &["percent_grade", "letter_grade", "passed_timestamp"]
            )
            .await,
        ["0.84 | B | 2024-03-01T10:00:00.500Z"]
    );
    assert_eq!(
        place.rows("courseware_studentmodule", &["grade", "max_grade"]).await,
        ["1.0 | 2.5"]
    );
    for (table, secret) in [("auth_user", "password"), ("courseware_studentmodule", "state")] {
        assert!(
            !place.columns(table).await.iter().any(|column| column == secret),
            "{table}.{secret}"
        );
    }
}

/// Runs something when a table is about to be read for the first time.
struct When<'a, F: Fn() + Sync> {
    table: &'a str,
    seen: AtomicUsize,
    act: F,
}

impl<F: Fn() + Sync> Watch for When<'_, F> {
    fn table(&self, name: &str) {
        if name == self.table && self.seen.fetch_add(1, Ordering::Relaxed) == 0 {
            (self.act)();
        }
    }
}

/// Somebody joins while the first table is read: the tables after it do not know of them yet (ES D-1).
async fn one_state_of_all_tables(server: &Server) {
    let place = Place::new().await;
    let join = || {
        let sql = "INSERT INTO edxapp.student_courseenrollment VALUES (3, 3, 'course-v1:RiverU+Soil101+R1', NOW(), 1, 'audit')";
        server.sql(sql).unwrap();
    };
    let watch = When {
        table: "auth_user",
        seen: AtomicUsize::new(0),
        act: join,
    };
    read(&place, server.url("reader:right", "edxapp"), &watch)
        .await
        .unwrap();
    assert_eq!(watch.seen.load(Ordering::Relaxed), 1);
    assert_eq!(place.rows("student_courseenrollment", &["id"]).await, ["1", "2"]);
    // The next import does, and takes the place of the snapshot of that day. The scheme may be that of either server.
    let url = server.url("reader:right", "edxapp").replacen("mysql", "mariadb", 1);
    read(&place, url, &()).await.unwrap();
    assert_eq!(place.rows("student_courseenrollment", &["id"]).await, ["1", "2", "3"]);
}

async fn a_lost_connection_is_tried_again(server: &Server) {
    let place = Place::new().await;
    let cut = || {
        let sql = "SELECT id FROM information_schema.processlist WHERE user = 'reader'";
        for id in server.sql(sql).unwrap().split_whitespace() {
            server.sql(&format!("KILL {id}")).unwrap();
        }
    };
    let watch = When {
        table: "student_courseenrollment",
        seen: AtomicUsize::new(0),
        act: cut,
    };
    let summary = read(&place, server.url("reader:right", "edxapp"), &watch)
        .await
        .unwrap();
    assert_eq!(watch.seen.load(Ordering::Relaxed), 2, "the whole import was done again");
    assert_eq!(summary.tables["lms_auth_user"].rows, 2);
}

async fn failures(server: &Server) {
    let place = Place::new().await;
    let nobody_listens_at = quiet_port().unwrap();
    for (url, code) in [
        (server.url("reader:wrong", "edxapp"), "SOURCE-005"),
        (server.url("nobody:right", "edxapp"), "SOURCE-005"),
        (server.url("root", "nowhere"), "SOURCE-005"),
        (server.url("root", "empty"), "SOURCE-001"),
        (server.url("root", "cut"), "SOURCE-002"),
        ("postgres://root:right@127.0.0.1/edxapp".to_owned(), "SOURCE-004"),
        (
            format!("mysql://root@127.0.0.1:{nobody_listens_at}/edxapp"),
            "SOURCE-006",
        ),
    ] {
        let error = read(&place, url.clone(), &()).await.unwrap_err();
        assert_eq!(error.failure().code, code, "{url}: {error}");
        assert!(
            !error.to_string().contains("right"),
            "no password in a message: {error}"
        );
    }
    assert!(
        place.rows("auth_user", &["id"]).await.is_empty(),
        "a failed import leaves nothing"
    );
}

async fn a_look_tells_what_may_be_read(server: &Server) {
    // Somebody who may write to one table, read another, and knows two columns of a third.
    let half =
        "CREATE USER half@'127.0.0.1' IDENTIFIED BY 'right'; GRANT INSERT ON edxapp.auth_user TO half@'127.0.0.1';
        GRANT SELECT ON edxapp.student_courseenrollment TO half@'127.0.0.1';
        GRANT SELECT (id, user_id) ON edxapp.grades_persistentcoursegrade TO half@'127.0.0.1';";
    server.sql(half).unwrap();
    let wanted: Vec<_> = LMS_TABLES.iter().collect();
    let patience = Duration::from_secs(60);
    let looks = look(&at(server.url("half:right", "edxapp")), &wanted, patience)
        .await
        .unwrap();
    let state = |table: &str| &looks.iter().find(|look| look.table == table).unwrap().state;
    assert!(
        matches!(state("auth_user"), TableState::Refused(_)),
        "{:?}",
        state("auth_user")
    );
    assert_eq!(*state("student_courseenrollment"), TableState::Readable);
    assert_eq!(*state("auth_userprofile"), TableState::Absent);
    assert!(
        matches!(state("grades_persistentcoursegrade"), TableState::Lacks { columns, stops_import: true } if columns.len() == 9),
        "{:?}",
        state("grades_persistentcoursegrade")
    );
    let refused = look(&at(server.url("half:wrong", "edxapp")), &wanted, patience).await;
    assert_eq!(refused.unwrap_err().failure().code, "SOURCE-005");
}

use std::fs;
use std::path::Path;

use olivine_failure::Failing;
use olivine_store::site::logins::{LoginLimit, LoginStart};
use olivine_store::site::people_reads::PeopleRead;
use olivine_store::site::runs::RunStatus;
use olivine_store::site::tokens::NewToken;
use olivine_store::site::users::NewUser;
use olivine_store::{Store, StoreError, StoreKind, StoreOptions, backup};
use serde_json::json;

use crate::place::{Place, count, daily, daily_row, publish};

async fn lived_in(store: &Store) -> String {
    let site = store.site();
    let ada = NewUser {
        name: "Ada".to_owned(),
        password: Some("correct horse".to_owned()),
        courses: ["course-v1:X+A+1".to_owned()].into(),
        ..NewUser::default()
    };
    site.create_user(ada).await.unwrap();
    let (_, token) = site.create_token("Ada", NewToken::default()).await.unwrap();
    site.begin_run("run", &json!({})).await.unwrap();
    site.finish_run("run", RunStatus::Done, &json!({ "rows": 25_000 }))
        .await
        .unwrap();
    let read = PeopleRead {
        user_name: "Ada".to_owned(),
        report: "learners".to_owned(),
        query: "roster".to_owned(),
        course_id: "course-v1:X+A+1".to_owned(),
        person: "Zoë".to_owned(),
    };
    site.note_people_read(&read, 2).await.unwrap();
    site.note_people_read(
        &PeopleRead {
            person: String::new(),
            ..read
        },
        1,
    )
    .await
    .unwrap();
    // More than are carried at once, and longer ones than a small packet takes together.
    for number in 0..250 {
        let value = json!({ "number": number, "long": "x".repeat(if number % 10 == 0 { 60_000 } else { 1 }) });
        site.set_value(&format!("many/{number:03}"), &value).await.unwrap();
        let granted = (0..number % 3)
            .map(|course| format!("course-v1:X+{course}+{number}"))
            .collect();
        let many = NewUser {
            name: format!("many {number}"),
            courses: granted,
            ..NewUser::default()
        };
        site.create_user(many).await.unwrap();
    }
    let secret = json!({ "access": "a secret of the LMS" });
    site.create_session("browser", Some("Ada"), &secret, std::time::Duration::from_secs(600))
        .await
        .unwrap();
    let rows = (0..25_000)
        .map(|row| daily_row(&format!("ü{row}"), 1 + row % 28, i64::from(row)))
        .collect();
    publish(store, "run", "course_daily", &daily(), rows).await;
    publish(store, "run", "empty", &daily(), Vec::new()).await;
    token
}

async fn check(store: &Store, original: &Store, token: &str) {
    assert!(
        store
            .site()
            .verify_password("Ada", "correct horse")
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        store.site().authenticate(token).await.unwrap(),
        original.site().authenticate(token).await.unwrap()
    );
    assert_eq!(
        store.site().run("run").await.unwrap(),
        original.site().run("run").await.unwrap()
    );
    let reads = store.site().list_people_reads(None, 3).await.unwrap();
    assert_eq!(reads.len(), 2);
    assert_eq!(reads, original.site().list_people_reads(None, 3).await.unwrap());
    assert_eq!(
        store.site().list_users().await.unwrap(),
        original.site().list_users().await.unwrap()
    );
    for number in 0..250 {
        let name = format!("many/{number:03}");
        let (found, expected) = (store.site().value(&name).await, original.site().value(&name).await);
        assert!(found.unwrap() == expected.unwrap(), "{name}");
    }
    let all = "SELECT * FROM course_daily ORDER BY id";
    assert!(
        store.query(all, &[]).await.unwrap() == original.query(all, &[]).await.unwrap(),
        "every row, day and time"
    );
    assert_eq!(count(store, "empty").await, 0);
    let (mut found, mut expected) = (store.published().await.unwrap(), original.published().await.unwrap());
    assert_eq!(found.len(), 2);
    for record in found.values_mut().chain(expected.values_mut()) {
        assert_eq!(record.run_id, "run");
    }
    let plain =
        |records: &std::collections::BTreeMap<String, olivine_store::Published>| serde_json::to_value(records).unwrap();
    assert_eq!(plain(&found), plain(&expected));
    // It is a store to go on with.
    store
        .site()
        .create_user(NewUser {
            name: "Bob".to_owned(),
            ..NewUser::default()
        })
        .await
        .unwrap();
    publish(store, "next", "empty", &daily(), vec![daily_row("x", 1, 1)]).await;
    assert_eq!(count(store, "empty").await, 1);
}

pub async fn backups_come_back(place: &Place) {
    let store = place.open().await;
    let token = lived_in(&store).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("backup");
    let manifest = backup::create(&store, &copy).await.unwrap();
    assert_eq!(manifest.files["results.db"].tables["course_daily"], 25_000);
    assert_eq!(manifest.files["site.db"].tables["olivine_user"], 251);
    assert_eq!(manifest.files["site.db"].tables["olivine_people_read"], 2);
    assert_eq!(backup::verify(&copy).await.unwrap(), manifest);
    assert!(
        matches!(backup::create(&store, &copy).await, Err(StoreError::Backup { .. })),
        "never over another one"
    );
    let mut names: Vec<_> = fs::read_dir(&copy)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["manifest.json", "results.db", "site.db"]);

    let site = fs::read(copy.join("site.db")).unwrap();
    assert!(
        !String::from_utf8_lossy(&site).contains("a secret of the LMS"),
        "sessions stay out of back-ups"
    );

    // Into files, whatever it was made from.
    let files = Place::sqlite(&folder.path().join("restored"));
    let restored = backup::restore(&copy, &files.url, StoreOptions::default())
        .await
        .unwrap();
    assert_eq!(restored.kind(), StoreKind::Sqlite);
    check(&restored, &store, &token).await;
    let again = backup::restore(&copy, &files.url, StoreOptions::default())
        .await
        .unwrap_err();
    assert_eq!(again.failure().code, "STORE-030", "never over a store");
    check_untouched(&restored, &token).await;
    a_store_of_nothing_gives_way(&copy, folder.path()).await;
    damaged_ones_are_noticed(&copy, folder.path()).await;
    logs_of_an_earlier_store_are_in_the_way(&copy, folder.path()).await;

    // Into a server.
    if let Some(url) = place.other_database() {
        // Some command has made the tables already.
        Store::open(&url, StoreOptions::default()).await.unwrap().close().await;
        let moved = backup::restore(&copy, &url, StoreOptions::default()).await.unwrap();
        assert_eq!(moved.kind(), StoreKind::Mysql);
        check(&moved, &store, &token).await;
        let refused = backup::restore(&copy, &url, StoreOptions::default()).await.unwrap_err();
        assert_eq!(refused.failure().code, "STORE-030", "never over a store");
        check_untouched(&moved, &token).await;
    }
    // Nor over the one it was made of.
    let refused = backup::restore(&copy, &place.url, StoreOptions::default())
        .await
        .unwrap_err();
    assert_eq!(refused.failure().code, "STORE-030", "{refused}");
    check_untouched(&store, &token).await;
}

async fn check_untouched(store: &Store, token: &str) {
    assert!(store.site().authenticate(token).await.unwrap().is_some());
    assert_eq!(count(store, "course_daily").await, 25_000);
}

/// The store was moved away, and some command has made the files anew since.
async fn a_store_of_nothing_gives_way(whole: &Path, folder: &Path) {
    let files = Place::sqlite(&folder.join("made-anew"));
    let restore = || backup::restore(whole, &files.url, StoreOptions::default());
    let made = files.open().await;
    let refused = restore().await.unwrap_err();
    assert_eq!(refused.failure().code, "STORE-030", "a program has it open: {refused}");
    assert!(refused.to_string().contains("in use"), "{refused}");
    let begun = made.site().begin_login("Ada", "10.0.0.1", &LoginLimit::default()).await;
    let LoginStart::Begun(attempt) = begun.unwrap() else {
        panic!("nothing has failed yet");
    };
    made.site().login_failed(&attempt).await.unwrap();
    made.close().await;
    let restored = restore().await.unwrap();
    assert_eq!(count(&restored, "course_daily").await, 25_000);
    assert!(restored.site().user("Ada").await.unwrap().is_some());
    restored.close().await;

    let place = Place::sqlite(&folder.join("lived-in"));
    let lived_in = place.open().await;
    lived_in.site().set_value("a", &json!(1)).await.unwrap();
    lived_in.close().await;
    let refused = backup::restore(whole, &place.url, StoreOptions::default())
        .await
        .unwrap_err();
    assert_eq!(refused.failure().code, "STORE-030", "{refused}");
    assert_eq!(place.open().await.site().value("a").await.unwrap(), Some(json!(1)));
}

/// Does something to a back-up.
type Damage = fn(&Path);

async fn damaged_ones_are_noticed(whole: &Path, folder: &Path) {
    let damages: [(&str, Damage); 5] = [
        ("a file is missing", |copy| {
            fs::remove_file(copy.join("site.db")).unwrap()
        }),
        ("a file is shorter", |copy| {
            let bytes = fs::read(copy.join("results.db")).unwrap();
            fs::write(copy.join("results.db"), &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("a byte is another", |copy| {
            let mut bytes = fs::read(copy.join("results.db")).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(copy.join("results.db"), bytes).unwrap();
        }),
        ("no manifest", |copy| {
            fs::remove_file(copy.join("manifest.json")).unwrap()
        }),
        ("another count", |copy| {
            let text = fs::read_to_string(copy.join("manifest.json")).unwrap();
            fs::write(copy.join("manifest.json"), text.replace("25000", "25001")).unwrap();
        }),
    ];
    for (place, (what, damage)) in damages.into_iter().enumerate() {
        let copy = folder.join(format!("damaged-{place}"));
        fs::create_dir(&copy).unwrap();
        for name in ["manifest.json", "results.db", "site.db"] {
            fs::copy(whole.join(name), copy.join(name)).unwrap();
        }
        damage(&copy);
        let noticed = backup::verify(&copy).await.unwrap_err();
        assert_eq!(noticed.failure().code, "STORE-027", "{what}: {noticed}");
        let target = Place::sqlite(&folder.join(format!("target-{place}")));
        assert!(
            backup::restore(&copy, &target.url, StoreOptions::default())
                .await
                .is_err(),
            "{what}"
        );
        assert!(
            !folder.join(format!("target-{place}")).exists(),
            "nothing is restored from a damaged one"
        );
    }
}

/// What a killed server leaves beside its files, which were moved away without it.
async fn logs_of_an_earlier_store_are_in_the_way(whole: &Path, folder: &Path) {
    let left = [
        "results.db-wal",
        "results.db-shm",
        "results.db-journal",
        "site.db-wal",
        "site.db-shm",
        "site.db-journal",
    ];
    for (place, name) in left.into_iter().enumerate() {
        let target = folder.join(format!("left-{place}"));
        fs::create_dir(&target).unwrap();
        fs::write(target.join(name), "of another store").unwrap();
        let url = Place::sqlite(&target).url;
        let refused = backup::restore(whole, &url, StoreOptions::default()).await.unwrap_err();
        assert_eq!(refused.failure().code, "STORE-030", "{name}: {refused}");
        assert!(refused.to_string().contains(name), "{refused}");
        let names: Vec<_> = fs::read_dir(&target)
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(names, [name], "nothing is written");
        assert_eq!(fs::read(target.join(name)).unwrap(), b"of another store");
    }
}

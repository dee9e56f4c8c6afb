use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use olivine_store::site::logins::{LoginAttempt, LoginGate, LoginLimit, LoginStart};
use olivine_store::site::runs::RunStatus;
use olivine_store::site::tokens::{LOGIN_LABEL, NewToken, TokenCheck};
use olivine_store::site::users::NewUser;
use olivine_store::{Courses, Principal, Store, StoreError};
use serde_json::json;

use crate::place::Place;

fn courses(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

async fn with_ada(place: &Place) -> Store {
    let store = place.open().await;
    let ada = NewUser {
        name: "Ada".to_owned(),
        password: Some("correct horse".to_owned()),
        courses: courses(&["course-v1:X+A+1", "course-v1:X+B+1"]),
        people: true,
        ..NewUser::default()
    };
    store.site().create_user(ada).await.unwrap();
    store
}

pub async fn users_and_passwords(place: &Place) {
    let store = with_ada(place).await;
    let site = store.site();
    let principal = site.verify_password("Ada", "correct horse").await.unwrap().unwrap();
    let seen = Courses::Some(courses(&["course-v1:X+A+1", "course-v1:X+B+1"]));
    assert_eq!(
        principal,
        Principal {
            user_name: "Ada".to_owned(),
            courses: seen,
            people: true
        }
    );
    for (name, password) in [
        ("Ada", "correct horsf"),
        ("ada", "correct horse"),
        ("Ada ", "correct horse"),
        ("nobody", ""),
        ("Ada", ""),
    ] {
        assert_eq!(
            site.verify_password(name, password).await.unwrap(),
            None,
            "{name}/{password}"
        );
    }
    let again = NewUser {
        name: "Ada".to_owned(),
        ..NewUser::default()
    };
    assert!(matches!(
        site.create_user(again).await,
        Err(StoreError::UserExists { .. })
    ));
    // Names are compared letter by letter.
    site.create_user(NewUser {
        name: "ada".to_owned(),
        staff: true,
        ..NewUser::default()
    })
    .await
    .unwrap();
    assert_eq!(
        site.verify_password("ada", "").await.unwrap(),
        None,
        "no password is none, not an empty one"
    );
    // Several at the same moment: one makes it.
    let carl = || {
        site.create_user(NewUser {
            name: "Carl".to_owned(),
            ..NewUser::default()
        })
    };
    let (a, b, c, d) = tokio::join!(carl(), carl(), carl(), carl());
    let made: Vec<_> = [a, b, c, d]
        .into_iter()
        .map(|made| made.map_err(|error| error.to_string()))
        .collect();
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
    assert!(
        made.iter()
            .flat_map(|made| made.as_ref().err())
            .all(|error| error.contains("already")),
        "{made:?}"
    );
    site.delete_user("Carl").await.unwrap();
    for bad in ["", " x", "x\n", &"x".repeat(151)] {
        assert!(
            site.create_user(NewUser {
                name: bad.to_owned(),
                ..NewUser::default()
            })
            .await
            .is_err(),
            "{bad:?}"
        );
    }
    assert!(matches!(
        site.set_password("Ada", Some("short")).await,
        Err(StoreError::Credential { .. })
    ));

    site.set_disabled("Ada", true).await.unwrap();
    assert_eq!(site.verify_password("Ada", "correct horse").await.unwrap(), None);
    site.set_disabled("Ada", false).await.unwrap();
    site.set_disabled("Ada", false).await.unwrap();
    site.set_password("Ada", Some("another one")).await.unwrap();
    assert_eq!(site.verify_password("Ada", "correct horse").await.unwrap(), None);
    site.set_staff("Ada", true).await.unwrap();
    site.set_people("Ada", false).await.unwrap();
    let principal = site.verify_password("Ada", "another one").await.unwrap().unwrap();
    assert_eq!((principal.courses, principal.people), (Courses::All, false));
    site.set_staff("Ada", false).await.unwrap();
    site.set_courses("Ada", &courses(&["course-v1:X+C+1"])).await.unwrap();
    let users = site.list_users().await.unwrap();
    assert_eq!(
        users.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(),
        ["Ada", "ada"]
    );
    assert_eq!(users[0].courses, courses(&["course-v1:X+C+1"]));
    assert!(users[0].has_password && !users[1].has_password);

    site.delete_user("Ada").await.unwrap();
    assert!(matches!(
        site.set_staff("Ada", true).await,
        Err(StoreError::UnknownUser { .. })
    ));
    assert!(matches!(
        site.delete_user("Ada").await,
        Err(StoreError::UnknownUser { .. })
    ));
    if let Some(folder) = place.folder() {
        use std::os::unix::fs::PermissionsExt;
        for file in ["site.db", "site.db-wal", "results.db"] {
            let mode = std::fs::metadata(folder.join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
        let bytes = std::fs::read(folder.join("site.db-wal")).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("another one"),
            "no password in the file"
        );
    }
}

pub async fn tokens_stand_for_less_than_their_user(place: &Place) {
    let store = with_ada(place).await;
    let site = store.site();
    let (all, text) = site
        .create_token(
            "Ada",
            NewToken {
                label: "all".to_owned(),
                ..NewToken::default()
            },
        )
        .await
        .unwrap();
    assert!(text.starts_with("olv_") && text.len() > 40 && !text.contains(char::is_whitespace));
    let principal = site.authenticate(&text).await.unwrap().unwrap();
    assert_eq!(
        (principal.courses, principal.people),
        (Courses::Some(courses(&["course-v1:X+A+1", "course-v1:X+B+1"])), true)
    );
    let narrow = NewToken {
        label: "narrow".to_owned(),
        courses: Some(courses(&["course-v1:X+B+1", "course-v1:X+Z+1"])),
        aggregates_only: true,
        expires: None,
    };
    let (_, narrow) = site.create_token("Ada", narrow).await.unwrap();
    let principal = site.authenticate(&narrow).await.unwrap().unwrap();
    assert_eq!(
        (principal.courses, principal.people),
        (Courses::Some(courses(&["course-v1:X+B+1"])), false)
    );

    let ended = Some((Utc::now() - TimeDelta::seconds(2)).naive_utc());
    let (_, ended) = site
        .create_token(
            "Ada",
            NewToken {
                expires: ended,
                ..NewToken::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(site.check_token(&ended).await.unwrap(), TokenCheck::Unknown);
    for wrong in ["", "olv_", &text[..text.len() - 1], &text.to_uppercase()] {
        assert_eq!(site.check_token(wrong).await.unwrap(), TokenCheck::Unknown);
    }
    let tokens = site.list_tokens(Some("Ada")).await.unwrap();
    assert_eq!(tokens.len(), 3);
    assert!(tokens[0].last_used.is_some() && tokens[2].last_used.is_none());
    let used = tokens[0].last_used.unwrap();
    assert_eq!(used.and_utc().timestamp() % 3600, 0, "to the hour only");

    let key = "0123456789abcdef0123456789abcdef01234567";
    site.import_token("Ada", key, NewToken::default()).await.unwrap();
    assert!(site.authenticate(key).await.unwrap().is_some());
    assert!(site.import_token("Ada", key, NewToken::default()).await.is_err());
    assert!(site.import_token("Ada", "short", NewToken::default()).await.is_err());

    site.set_disabled("Ada", true).await.unwrap();
    assert_eq!(site.check_token(&text).await.unwrap(), TokenCheck::UserDisabled);
    site.set_disabled("Ada", false).await.unwrap();
    site.revoke_token(all).await.unwrap();
    assert_eq!(site.authenticate(&text).await.unwrap(), None);
    assert!(matches!(
        site.revoke_token(all).await,
        Err(StoreError::UnknownToken { .. })
    ));
    site.delete_user("Ada").await.unwrap();
    assert_eq!(site.check_token(&narrow).await.unwrap(), TokenCheck::Unknown);
    assert!(site.list_tokens(None).await.unwrap().is_empty());
}

pub async fn tokens_given_for_a_password_end_with_it(place: &Place) {
    let store = with_ada(place).await;
    let site = store.site();
    site.create_user(NewUser {
        name: "Bob".to_owned(),
        ..NewUser::default()
    })
    .await
    .unwrap();
    let labelled = |label: &str| NewToken {
        label: label.to_owned(),
        ..NewToken::default()
    };
    let (_, given) = site.create_token("Ada", labelled(LOGIN_LABEL)).await.unwrap();
    let (_, made) = site.create_token("Ada", labelled("nightly export")).await.unwrap();
    let (_, of_another) = site.create_token("Bob", labelled(LOGIN_LABEL)).await.unwrap();
    for text in [&given, &made, &of_another] {
        assert!(site.authenticate(text).await.unwrap().is_some());
    }
    site.set_password("Ada", Some("a new password")).await.unwrap();
    assert_eq!(site.check_token(&given).await.unwrap(), TokenCheck::Unknown);
    for text in [&made, &of_another] {
        assert!(site.authenticate(text).await.unwrap().is_some(), "others stay");
    }
}

pub async fn what_another_program_changes_counts_for_tokens_at_once(place: &Place) {
    let (serving, elsewhere) = (with_ada(place).await, place.open().await);
    let (id, text) = serving.site().create_token("Ada", NewToken::default()).await.unwrap();
    let check = async || serving.site().check_token(&text).await.unwrap();
    let seen = async || match check().await {
        TokenCheck::Valid(principal) => principal,
        refused => panic!("{refused:?}"),
    };
    // Twice each time: what is looked up is kept, and what is kept is forgotten.
    for round in 0..3 {
        let granted = courses(&[&format!("course-v1:X+R{round}+1")]);
        elsewhere.site().set_courses("Ada", &granted).await.unwrap();
        for _ in 0..2 {
            assert_eq!(seen().await.courses, Courses::Some(granted.clone()));
        }
        elsewhere.site().set_disabled("Ada", true).await.unwrap();
        for _ in 0..2 {
            assert_eq!(check().await, TokenCheck::UserDisabled);
        }
        elsewhere.site().set_disabled("Ada", false).await.unwrap();
    }
    assert_eq!(seen().await.user_name, "Ada");
    elsewhere.site().revoke_token(id).await.unwrap();
    for _ in 0..2 {
        assert_eq!(check().await, TokenCheck::Unknown);
    }
}

pub async fn sessions_end(place: &Place) {
    let store = with_ada(place).await;
    let site = store.site();
    let (hour, data) = (Duration::from_secs(3600), json!({ "name": "Ada ✓" }));
    assert!(site.create_session("one", Some("Ada"), &data, hour).await.unwrap());
    assert!(
        !site.create_session("one", None, &json!({}), hour).await.unwrap(),
        "the id is taken"
    );
    assert_eq!(site.load_session("one").await.unwrap(), Some(data));
    site.save_session("one", Some("Ada"), &json!(2), hour).await.unwrap();
    assert_eq!(site.load_session("one").await.unwrap(), Some(json!(2)));
    site.save_session("one", Some("Ada"), &json!(2), Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(site.load_session("one").await.unwrap(), None, "it has ended");
    assert_eq!(site.clear_ended_sessions().await.unwrap(), 1);

    for id in ["a", "b"] {
        site.create_session(id, Some("Ada"), &json!({}), hour).await.unwrap();
    }
    site.create_session("c", None, &json!({}), hour).await.unwrap();
    site.delete_session("a").await.unwrap();
    site.set_password("Ada", Some("a new password")).await.unwrap();
    assert_eq!(
        site.load_session("b").await.unwrap(),
        None,
        "a new password signs out everywhere"
    );
    assert!(site.load_session("c").await.unwrap().is_some());
    // Requests that were under way meanwhile save their session when they are done.
    for id in ["a", "b"] {
        site.save_session(id, Some("Ada"), &json!({}), hour).await.unwrap();
        assert_eq!(
            site.load_session(id).await.unwrap(),
            None,
            "what has ended does not come back"
        );
    }
}

pub async fn failed_sign_ins_are_counted(place: &Place) {
    let store = place.open().await;
    let site = store.site();
    let limit = LoginLimit {
        window: Duration::from_secs(900),
        per_user: 3,
        per_address: 5,
    };
    let fail = async |name: &str, address: &str| {
        let LoginStart::Begun(attempt) = site.begin_login(name, address, &limit).await.unwrap() else {
            panic!("no room for {name} at {address}");
        };
        site.login_failed(&attempt).await.unwrap();
    };
    for _ in 0..2 {
        fail("Ada", "10.0.0.1").await;
    }
    assert_eq!(
        site.login_allowed("Ada", "10.0.0.1", &limit).await.unwrap(),
        LoginGate::Open
    );
    fail("Ada", "10.0.0.2").await;
    let gate = site.login_allowed("Ada", "10.0.0.9", &limit).await.unwrap();
    assert!(
        matches!(gate, LoginGate::Wait(wait) if wait > Duration::from_secs(800) && wait <= limit.window),
        "{gate:?}"
    );
    assert_eq!(
        site.login_allowed("Bob", "10.0.0.1", &limit).await.unwrap(),
        LoginGate::Open
    );
    for name in ["b", "c", "d"] {
        fail(name, "10.0.0.1").await;
    }
    assert!(matches!(
        site.login_allowed("Bob", "10.0.0.1", &limit).await.unwrap(),
        LoginGate::Wait(_)
    ));
    site.clear_login_failures("Ada").await.unwrap();
    assert_eq!(
        site.login_allowed("Ada", "10.0.0.9", &limit).await.unwrap(),
        LoginGate::Open
    );
    assert!(matches!(
        site.login_allowed("Ada", "10.0.0.1", &limit).await.unwrap(),
        LoginGate::Wait(_)
    ));
    // The window slides: what is older than it does not count.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let short = LoginLimit {
        window: Duration::from_secs(1),
        ..limit
    };
    assert_eq!(
        site.login_allowed("Bob", "10.0.0.1", &short).await.unwrap(),
        LoginGate::Open
    );
}

pub async fn sign_ins_under_way_count_for_all_programs(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    let limit = LoginLimit {
        window: Duration::from_secs(900),
        per_user: 3,
        per_address: 5,
    };
    let begin =
        async |store: &Store, name: &str, address: &str| store.site().begin_login(name, address, &limit).await.unwrap();
    let begun = async |store: &Store, name: &str, address: &str| -> LoginAttempt {
        match begin(store, name, address).await {
            LoginStart::Begun(attempt) => attempt,
            refused => panic!("{refused:?}"),
        }
    };
    let first = begun(&one, "Ada", "10.0.0.1").await;
    let second = begun(&other, "Ada", "10.0.0.2").await;
    let third = begun(&one, "Ada", "10.0.0.3").await;
    for store in [&one, &other] {
        let refused = begin(store, "Ada", "10.0.0.4").await;
        assert!(matches!(refused, LoginStart::Busy), "three may all fail: {refused:?}");
    }
    // One that was right makes room, one that failed does not.
    other.site().login_succeeded(&first).await.unwrap();
    let fourth = begun(&other, "Ada", "10.0.0.4").await;
    for failed in [&second, &third] {
        one.site().login_failed(failed).await.unwrap();
    }
    assert!(matches!(begin(&one, "Ada", "10.0.0.5").await, LoginStart::Busy));
    one.site().login_failed(&fourth).await.unwrap();
    for store in [&one, &other] {
        let refused = begin(store, "Ada", "10.0.0.5").await;
        assert!(matches!(refused, LoginStart::Wait(_)), "{refused:?}");
    }
    let mut of_address = Vec::new();
    for name in ["b", "c", "d", "e", "f"] {
        of_address.push(begun(&one, name, "10.0.0.9").await);
    }
    assert!(matches!(begin(&other, "g", "10.0.0.9").await, LoginStart::Busy));

    // All at once, by two programs: no more are looked at than one after the other.
    let tries: Vec<_> = (0..24)
        .map(|number| {
            let (store, limit) = ([&one, &other][number % 2].clone(), limit.clone());
            tokio::spawn(async move {
                store
                    .site()
                    .begin_login("Eve", &format!("10.1.0.{number}"), &limit)
                    .await
            })
        })
        .collect();
    let mut looked_at = 0;
    for tried in tries {
        looked_at += usize::from(matches!(tried.await.unwrap().unwrap(), LoginStart::Begun(_)));
    }
    assert!(looked_at <= 3, "{looked_at}");
}

pub async fn what_several_programs_change_in_a_value_is_kept(place: &Place) {
    let stores = [place.open().await, place.open().await];
    let writers: Vec<_> = (0..40)
        .map(|number| {
            let store = stores[number % 2].clone();
            tokio::spawn(async move {
                let with_it = |value: serde_json::Value| {
                    let mut numbers = value.as_array().cloned().unwrap_or_default();
                    numbers.push(json!(number));
                    (json!(numbers), numbers.len())
                };
                store.site().change_value("numbers", with_it).await.unwrap()
            })
        })
        .collect();
    let mut lengths = BTreeSet::new();
    for writer in writers {
        lengths.insert(writer.await.unwrap());
    }
    assert_eq!(
        lengths,
        (1..=40).collect::<BTreeSet<usize>>(),
        "each one saw all that were before it"
    );
    let site = stores[0].site();
    let kept = site.value("numbers").await.unwrap().unwrap();
    let numbers: BTreeSet<u64> = kept
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|number| number.as_u64())
        .collect();
    assert_eq!(numbers, (0..40).collect::<BTreeSet<u64>>());
    let gone = site.change_value("numbers", |_| (serde_json::Value::Null, ())).await;
    gone.unwrap();
    assert_eq!(site.value("numbers").await.unwrap(), None);
    site.change_value("numbers", |value| (value, ())).await.unwrap();
    assert_eq!(site.value("numbers").await.unwrap(), None, "nothing was changed");
}

pub async fn grants_of_several_users_at_once(place: &Place) {
    let store = place.open().await;
    for number in 0..12 {
        let user = NewUser {
            name: format!("user {number}"),
            ..NewUser::default()
        };
        store.site().create_user(user).await.unwrap();
    }
    let granting: Vec<_> = (0..12)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let granted = courses(&["course-v1:X+A+1", "course-v1:X+B+1"]);
                for _ in 0..5 {
                    store.site().set_courses(&format!("user {number}"), &granted).await?;
                    store
                        .site()
                        .set_courses(&format!("user {number}"), &BTreeSet::new())
                        .await?;
                }
                store.site().set_courses(&format!("user {number}"), &granted).await
            })
        })
        .collect();
    for granted in granting {
        granted.await.unwrap().unwrap();
    }
    assert!(
        store
            .site()
            .list_users()
            .await
            .unwrap()
            .iter()
            .all(|user| user.courses.len() == 2)
    );
}

pub async fn runs_are_on_record(place: &Place) {
    let store = place.open().await;
    let site = store.site();
    site.begin_run("run-1", &json!({ "from": "2026-01-01" })).await.unwrap();
    site.begin_run("run-2", &json!({})).await.unwrap();
    site.begin_run("run-3", &json!({})).await.unwrap();
    assert!(site.begin_run("run-3", &json!({})).await.is_err());
    site.finish_run("run-1", RunStatus::Done, &json!({ "rows": 7 }))
        .await
        .unwrap();
    let run = site.run("run-1").await.unwrap().unwrap();
    assert_eq!((run.status, run.detail), (RunStatus::Done, json!({ "rows": 7 })));
    assert!(run.finished.is_some());
    assert_eq!(site.mark_interrupted_runs("run-3").await.unwrap(), 1);
    let runs = site.list_runs(2).await.unwrap();
    let listed: Vec<_> = runs.iter().map(|run| (run.id.as_str(), run.status)).collect();
    assert_eq!(
        listed,
        [("run-3", RunStatus::Running), ("run-2", RunStatus::Interrupted)]
    );
    let unknown = site.finish_run("run-9", RunStatus::Done, &json!({})).await;
    assert!(matches!(unknown, Err(StoreError::UnknownRun { .. })));
    assert_eq!(
        site.prune_runs((Utc::now() + TimeDelta::hours(1)).naive_utc())
            .await
            .unwrap(),
        3
    );
}

pub async fn migrations_run_once(place: &Place) {
    // Several programs start at the same moment on a new site.
    let (a, b, c) = tokio::join!(place.open(), place.open(), place.open());
    for store in [&a, &b, &c] {
        let status = store.site().migrations().await.unwrap();
        assert!(status.len() >= 7 && status.iter().all(|migration| migration.ran.is_some()));
        assert!(store.site().migrate().await.unwrap().is_empty());
    }
    a.site().set_value("x", &json!(1)).await.unwrap();
    a.site().set_value("y", &json!(2)).await.unwrap();
    let ada = NewUser {
        name: "Ada".to_owned(),
        ..NewUser::default()
    };
    a.site().create_user(ada).await.unwrap();
    a.site().set_aggregates_only("Ada", true).await.unwrap();
    match a.site().migrate_back(3, false).await {
        Err(StoreError::WouldLose { to: 3, losses }) => {
            assert_eq!(losses, ["olivine_user.aggregates_only: 1", "olivine_value: 2"]);
        }
        undone => panic!("{undone:?}"),
    }
    assert_eq!(b.site().value("x").await.unwrap(), Some(json!(1)), "nothing is undone");
    let undone = a.site().migrate_back(3, true).await.unwrap();
    assert_eq!(undone, [7, 6, 5, 4]);
    assert!(a.site().report_switches().await.unwrap().is_empty());
    assert!(a.site().value("x").await.is_err());
    assert!(matches!(
        a.site().migrate_back(0, true).await,
        Err(StoreError::NoReturn { number: 1, .. })
    ));
    assert_eq!(
        a.site()
            .migrations()
            .await
            .unwrap()
            .iter()
            .filter(|status| status.ran.is_some())
            .count(),
        3
    );
    assert_eq!(b.site().migrate().await.unwrap(), [4, 5, 6, 7]);
    assert_eq!(a.site().value("x").await.unwrap(), None);
}

pub async fn values_by_name(place: &Place) {
    let store = place.open().await;
    let site = store.site();
    assert_eq!(site.value("a").await.unwrap(), None);
    site.set_value("a", &json!({ "x": [1, "ü"] })).await.unwrap();
    site.set_value("a", &json!([2])).await.unwrap();
    assert_eq!(place.open().await.site().value("a").await.unwrap(), Some(json!([2])));
    site.set_value("a", &json!(null)).await.unwrap();
    assert_eq!(site.value("a").await.unwrap(), None);
}

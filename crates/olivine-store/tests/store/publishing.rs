use chrono::NaiveDateTime;
use olivine_report::manifest::ColumnType::{self, Boolean, Date, Datetime, Float, Integer, Text};
use olivine_store::{Change, StoreError, StoreKind, Value};

use crate::place::{Place, column, count, daily, daily_row, day, first_row, nullable, publication, publish, table};

pub async fn tables_have_their_physical_form(place: &Place) {
    let store = place.open().await;
    let mut declared = daily();
    declared.indexes = vec![vec!["date".to_owned()], vec!["course_id".to_owned()]];
    publish(
        &store,
        "run",
        "course_daily",
        &declared,
        vec![daily_row("a", 1, 5), daily_row("b", 1, 6)],
    )
    .await;
    let rows = store
        .query("SELECT * FROM course_daily ORDER BY id", &[])
        .await
        .unwrap();
    assert_eq!(rows.columns, ["id", "course_id", "date", "count", "created"]);
    let created = store.published().await.unwrap()["course_daily"].created;
    assert_eq!(
        rows.rows[0][..4],
        [Value::Int(1), "a".into(), day(1).into(), Value::Int(5)]
    );
    assert_eq!(rows.rows[1][0], Value::Int(2));
    assert_eq!(rows.rows[1][4], Value::Datetime(created));
    let now = chrono::Utc::now().naive_utc();
    assert!(
        (now - created).num_seconds().abs() < 60,
        "created {created} is not UTC (now {now})"
    );

    // The columns of an empty table are known too.
    publish(&store, "run", "course_daily", &declared, Vec::new()).await;
    let rows = store
        .query("SELECT course_id, count FROM course_daily", &[])
        .await
        .unwrap();
    assert_eq!(
        (rows.columns.as_slice(), rows.len()),
        (&["course_id".to_owned(), "count".to_owned()][..], 0)
    );
}

pub async fn a_publish_replaces_and_keeps_one_behind(place: &Place) {
    let store = place.open().await;
    for (run, number) in [("one", 1), ("two", 2), ("three", 3)] {
        let summary = publish(&store, run, "course_daily", &daily(), vec![daily_row("a", 1, number)]).await;
        assert_eq!(summary.tables["course_daily"].rows, 1);
        let published = store.published().await.unwrap();
        let record = &published["course_daily"];
        assert_eq!(
            (record.run_id.as_str(), record.fingerprint.as_str(), record.rows),
            (run, run, 1)
        );
        assert_eq!((record.as_of, record.created), (day(31), summary.created));
        let rows = store.query("SELECT count FROM course_daily", &[]).await.unwrap();
        assert_eq!(rows.rows, [[Value::Int(number)]]);
    }
    assert_eq!(store.kept().await.unwrap()["course_daily"].run_id, "two");
    let rows = store.query("SELECT count FROM course_daily__old", &[]).await.unwrap();
    assert_eq!(rows.rows, [[Value::Int(2)]]);
    assert_eq!(beside(&store).await, 0, "nothing is left beside");

    // Another declaration: the new table simply has the new form.
    let other = table(
        &[("course_id", column(Text)), ("total", nullable(Float))],
        &["course_id"],
    );
    publish(
        &store,
        "four",
        "course_daily",
        &other,
        vec![vec!["a".into(), Value::Float(0.5)]],
    )
    .await;
    let rows = store.query("SELECT total FROM course_daily", &[]).await.unwrap();
    assert_eq!(rows.rows, [[Value::Float(0.5)]]);
}

pub async fn rolling_back_changes_places(place: &Place) {
    let store = place.open().await;
    for (run, number) in [("one", 1), ("two", 2)] {
        let mut load = store.begin_publish(run).await.unwrap();
        for name in ["a", "b"] {
            let mut table = load.table(name, &daily()).await.unwrap();
            table.append(vec![daily_row("x", 1, number)]).await.unwrap();
            table.finish().await.unwrap();
        }
        load.commit(vec![publication("a", run), publication("b", run)])
            .await
            .unwrap();
    }
    publish(&store, "only", "c", &daily(), Vec::new()).await;
    let refused = store.rollback(&["a", "c"]).await.unwrap_err();
    assert!(
        matches!(refused, StoreError::NothingToRollBack { ref table } if table == "c"),
        "{refused:?}"
    );
    assert_eq!(store.published().await.unwrap()["a"].run_id, "two", "all or nothing");
    let latest = async || {
        store
            .kept_by_latest_swap()
            .await
            .unwrap()
            .into_keys()
            .collect::<Vec<_>>()
    };
    assert!(latest().await.is_empty(), "c alone was published last");

    store.rollback(&["a", "b"]).await.unwrap();
    assert_eq!(latest().await, ["a", "b"]);
    let published = store.published().await.unwrap();
    assert_eq!(
        (published["a"].run_id.as_str(), published["b"].run_id.as_str()),
        ("one", "one")
    );
    assert_eq!(store.kept().await.unwrap()["a"].run_id, "two");
    let rows = store
        .query(
            "SELECT a.count, b.count AS other FROM a JOIN b ON a.course_id = b.course_id",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(first_row(&rows), [Value::Int(1), Value::Int(1)]);
    store.rollback(&["a"]).await.unwrap();
    assert_eq!(store.published().await.unwrap()["a"].run_id, "two");
    assert_eq!(latest().await, ["a"], "b still shows what it showed");
    assert_eq!(beside(&store).await, 0);
}

pub async fn what_does_not_fit_is_not_published(place: &Place) {
    let store = place.open().await;
    publish(&store, "good", "course_daily", &daily(), vec![daily_row("a", 1, 1)]).await;
    for bad in [
        vec![Value::from("a"), day(1).into()],
        vec![Value::from("a"), day(1).into(), Value::Null],
        vec![Value::from("a"), Value::from("yesterday"), Value::Int(1)],
        vec![Value::Int(1), day(1).into(), Value::Int(1)],
    ] {
        let mut load = store.begin_publish("bad").await.unwrap();
        let mut table = load.table("course_daily", &daily()).await.unwrap();
        let refused = table.append(vec![daily_row("a", 1, 2), bad]).await.unwrap_err();
        assert!(matches!(refused, StoreError::Row { row: 2, .. }), "{refused:?}");
    }
    let mut load = store.begin_publish("twice").await.unwrap();
    let mut table = load.table("course_daily", &daily()).await.unwrap();
    table
        .append(vec![daily_row("a", 1, 2), daily_row("b", 1, 2), daily_row("a", 1, 3)])
        .await
        .unwrap();
    let refused = table.finish().await.unwrap_err();
    assert!(matches!(refused, StoreError::DuplicateKey { .. }), "{refused:?}");
    assert!(refused.to_string().contains("course_id = a, date = "), "{refused}");
    assert!(load.commit(vec![publication("course_daily", "twice")]).await.is_err());

    let mut load = store.begin_publish("unfinished").await.unwrap();
    load.table("course_daily", &daily())
        .await
        .unwrap()
        .append(vec![daily_row("a", 1, 2)])
        .await
        .unwrap();
    assert!(load.commit(vec![publication("course_daily", "x")]).await.is_err());
    let mut load = store.begin_publish("unnamed").await.unwrap();
    load.table("course_daily", &daily())
        .await
        .unwrap()
        .finish()
        .await
        .unwrap();
    assert!(load.commit(Vec::new()).await.is_err());

    assert_eq!(store.published().await.unwrap()["course_daily"].run_id, "good");
    let rows = store.query("SELECT count FROM course_daily", &[]).await.unwrap();
    assert_eq!(rows.rows, [[Value::Int(1)]]);
}

pub async fn leftovers_of_the_dead_are_cleared_not_those_of_the_living(place: &Place) {
    let store = place.open().await;
    let mut living = store.begin_publish("living").await.unwrap();
    let mut table = living.table("a", &daily()).await.unwrap();
    table.append(vec![daily_row("x", 1, 1)]).await.unwrap();
    table.finish().await.unwrap();
    {
        let mut dead = store.begin_publish("dead").await.unwrap();
        dead.table("b", &daily())
            .await
            .unwrap()
            .append(vec![daily_row("x", 1, 1); 3])
            .await
            .unwrap();
    }
    assert_eq!(beside(&store).await, 2);
    // The server may need a moment to notice that a connection is gone.
    for _ in 0..300 {
        store.begin_publish("next").await.unwrap().abandon().await.unwrap();
        if beside(&store).await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(
        beside(&store).await,
        1,
        "the dead one's table is cleared, the living one's is not"
    );
    living.commit(vec![publication("a", "living")]).await.unwrap();
    assert_eq!((count(&store, "a").await, beside(&store).await), (1, 0));
    if let Some(folder) = place.folder() {
        let locks = std::fs::read_dir(folder).unwrap().flatten();
        let locks = locks
            .filter(|file| file.file_name().to_string_lossy().contains("publish-"))
            .count();
        assert_eq!(locks, 0, "no lock file is left");
    }
}

pub async fn plan_tells_what_changes(place: &Place) {
    let store = place.open().await;
    publish(&store, "run", "same", &daily(), Vec::new()).await;
    publish(&store, "run", "other", &daily(), Vec::new()).await;
    publish(&store, "run", "left", &daily(), Vec::new()).await;
    let mut other = daily();
    other.columns = [
        ("course_id", column(ColumnType::String(64))),
        ("date", column(Date)),
        ("mode", nullable(Text)),
    ]
    .into_iter()
    .map(|(name, column)| (name.to_owned(), column))
    .collect();
    let same = daily();
    let plan = store
        .plan(&[("same", &same), ("other", &other), ("fresh", &same)])
        .await
        .unwrap();
    let changes: Vec<_> = plan.iter().map(|plan| (plan.table.as_str(), &plan.change)).collect();
    let differences = vec![
        "changes column course_id from string(255) to string(64)".to_owned(),
        "adds column mode (text, may be null)".to_owned(),
        "drops column count".to_owned(),
    ];
    assert_eq!(
        changes,
        [
            ("same", &Change::None),
            ("other", &Change::Differs { differences }),
            ("fresh", &Change::New),
            ("left", &Change::NotDeclared),
        ]
    );
}

pub async fn an_upgrade_adds_columns_under_readers(place: &Place) {
    let store = place.open().await;
    publish(&store, "before", "t", &daily(), vec![daily_row("a", 1, 7)]).await;
    let mut after = daily();
    let mut columns: Vec<_> = after
        .columns
        .iter()
        .map(|(name, column)| (name.to_owned(), column.clone()))
        .collect();
    columns.insert(1, ("mode".to_owned(), nullable(Text)));
    columns.push(("needed".to_owned(), column(Integer)));
    after.columns = columns.into_iter().collect();
    let polled = "SELECT course_id, count, mode FROM t";
    let missing = store.query(polled, &[]).await.unwrap_err();
    assert!(matches!(missing, StoreError::UnknownColumn { .. }), "{missing:?}");

    let other = place.open().await;
    let declared = [("t", &after)];
    let (one, two) = tokio::join!(store.expand(&declared), other.expand(&declared));
    let mut added = [one.unwrap(), two.unwrap()].concat();
    added.dedup();
    assert_eq!(added, ["t.mode"], "what must not be null waits for the run");
    assert_eq!(
        store.query(polled, &[]).await.unwrap().rows,
        [[Value::from("a"), Value::Int(7), Value::Null]]
    );
    let beside = [("no__table", &after), ("t", &after)];
    let added = store.expand(&beside).await.unwrap();
    assert!(added.is_empty(), "what cannot be a table is passed over: {added:?}");
    let plan = store.plan(&declared).await.unwrap();
    assert!(
        matches!(plan[0].change, Change::Differs { .. }),
        "it still waits for a run"
    );

    // From here on a reader polls: through the publish, and back.
    let poll = async {
        for _ in 0..60 {
            let rows = store.query(polled, &[]).await.unwrap();
            assert_eq!(rows.rows[0][..2], [Value::from("a"), Value::Int(7)]);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let change = async {
        let row = vec!["a".into(), "audit".into(), day(1).into(), Value::Int(7), Value::Int(1)];
        publish(&other, "after", "t", &after, vec![row]).await;
        other.rollback(&["t"]).await.unwrap();
        other.rollback(&["t"]).await.unwrap();
    };
    tokio::join!(poll, change);
    assert_eq!(store.plan(&declared).await.unwrap()[0].change, Change::None);
    assert_eq!(
        store.query("SELECT mode FROM t", &[]).await.unwrap().rows,
        [[Value::from("audit")]]
    );
}

pub async fn odd_values_survive(place: &Place) {
    let store = place.open().await;
    let columns = [
        ("t", nullable(Text)),
        ("s", nullable(ColumnType::String(4))),
        ("i", nullable(Integer)),
        ("f", nullable(Float)),
        ("b", nullable(Boolean)),
        ("d", nullable(Date)),
        ("at", nullable(Datetime)),
    ];
    let declared = table(&columns, &[]);
    let time = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").unwrap();
    let long = "é😀".repeat(40_000);
    let rows = vec![
        vec![
            Value::from("it's \"x\" \\ \0 😀 "),
            "None".into(),
            i64::MIN.into(),
            1e-300.into(),
            true.into(),
            day(31).into(),
            time("2026-01-31 23:59:59.5").into(),
        ],
        vec![
            Value::from(long.as_str()),
            "😀éab?".into(),
            i64::MAX.into(),
            0.1.into(),
            false.into(),
            day(1).into(),
            time("1999-12-31 00:00:00.499999").into(),
        ],
        vec![Value::Null; 7],
        vec![
            Value::Null,
            Value::Null,
            Value::Null,
            f64::INFINITY.into(),
            Value::Null,
            Value::Null,
            Value::Null,
        ],
    ];
    let summary = publish(&store, "run", "odd", &declared, rows).await;
    assert_eq!(summary.tables["odd"].cut, [("s".to_owned(), 1)].into());
    assert_eq!(summary.tables["odd"].not_finite, [("f".to_owned(), 1)].into());
    let rows = store
        .query("SELECT t, s, i, f, b, d, at FROM odd ORDER BY id", &[])
        .await
        .unwrap();
    assert_eq!(
        rows.rows[0],
        [
            Value::from("it's \"x\" \\ \0 😀 "),
            "None".into(),
            i64::MIN.into(),
            1e-300.into(),
            true.into(),
            day(31).into(),
            time("2026-02-01 00:00:00").into()
        ]
    );
    assert_eq!(rows.rows[1][0], Value::from(long));
    assert_eq!(rows.rows[1][1..4], [Value::from("😀éab"), i64::MAX.into(), 0.1.into()]);
    assert_eq!(rows.rows[1][6], time("1999-12-31 00:00:00").into());
    assert!(rows.rows[2..].iter().flatten().all(Value::is_null));
}

pub async fn many_long_texts_fit_into_a_row(place: &Place) {
    let store = place.open().await;
    let names = ["a", "b", "c", "d", "e", "f"];
    let columns: Vec<_> = names
        .iter()
        .map(|name| (*name, column(ColumnType::String(4096))))
        .collect();
    let declared = table(&columns, &["f", "a"]);
    let row = |first: &str| -> Vec<Value> {
        let long = names
            .iter()
            .map(|name| Value::from(format!("{first}{}", name.repeat(4000))));
        long.collect()
    };
    publish(&store, "run", "long_texts", &declared, vec![row("x"), row("y")]).await;
    let rows = store
        .query("SELECT a, b, c, d, e, f FROM long_texts ORDER BY id", &[])
        .await
        .unwrap();
    assert!(rows.rows == [row("x"), row("y")]);
    let mut twice = store.begin_publish("twice").await.unwrap();
    let mut load = twice.table("long_texts", &declared).await.unwrap();
    load.append(vec![row("x"), row("x")]).await.unwrap();
    assert!(matches!(load.finish().await, Err(StoreError::DuplicateKey { .. })));
}

/// How many tables of publishes under way, or dead, there are.
async fn beside(store: &olivine_store::Store) -> i64 {
    let sql = match store.kind() {
        StoreKind::Sqlite => {
            "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND (name LIKE '%!_!_new!_%' ESCAPE '!' OR name LIKE '%!_!_gone!_%' ESCAPE '!')"
        }
        StoreKind::Mysql => {
            "SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = database() AND (table_name LIKE '%!_!_new!_%' ESCAPE '!' OR table_name LIKE '%!_!_gone!_%' ESCAPE '!')"
        }
    };
    store
        .query(sql, &[])
        .await
        .unwrap()
        .get(0, "n")
        .unwrap()
        .as_int()
        .unwrap()
}

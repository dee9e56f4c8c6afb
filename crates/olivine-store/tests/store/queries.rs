use olivine_report::manifest::ColumnType::{self, Boolean, Date, Datetime, Float, Integer};
use olivine_store::{Store, StoreError, Value};

use crate::place::{Place, column, daily, daily_row, day, first_row, publish, table};

async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    let rows = vec![daily_row("a", 1, 2), daily_row("a", 2, 3), daily_row("b", 2, 10)];
    publish(&store, "run", "course_daily", &daily(), rows).await;
    store
}

pub async fn typed_answers_are_alike(place: &Place) {
    let store = filled(place).await;
    let types = |name: &str| match name {
        "first" => Some(Date),
        "total" => Some(Integer),
        "mean" => Some(Float),
        "many" => Some(Boolean),
        "at" => Some(Datetime),
        _ => None,
    };
    let sql = "SELECT course_id, min(date) AS first, sum(count) AS total, avg(count) AS mean, sum(count) > 5 AS many, \
               max(created) AS at FROM course_daily WHERE date <= :until GROUP BY course_id ORDER BY course_id";
    let rows = store
        .query_typed(sql, &[("until", day(2).into())], &types)
        .await
        .unwrap();
    let created = store.published().await.unwrap()["course_daily"].created;
    let expected = |course: &str, first, total, mean, many| -> Vec<Value> {
        vec![
            course.into(),
            day(first).into(),
            Value::Int(total),
            Value::Float(mean),
            Value::Bool(many),
            created.into(),
        ]
    };
    assert_eq!(
        rows.rows,
        [expected("a", 1, 5, 2.5, false), expected("b", 2, 10, 10.0, true)]
    );

    let wrong = store
        .query_typed("SELECT course_id AS total FROM course_daily", &[], &types)
        .await
        .unwrap_err();
    assert!(matches!(wrong, StoreError::ColumnType { .. }), "{wrong:?}");
    // Values of every kind as parameters.
    let rows = store
        .query(
            "SELECT count(*) AS n FROM course_daily WHERE date = :d AND count > :f AND created <= :t AND course_id = :c AND 1 = :b",
            &[
                ("d", day(2).into()),
                ("f", 2.5.into()),
                ("t", created.into()),
                ("c", "a".into()),
                ("b", true.into()),
            ],
        )
        .await
        .unwrap();
    assert_eq!(first_row(&rows), [Value::Int(1)]);
    let rows = store
        .query("SELECT :nothing AS x", &[("nothing", Value::Null)])
        .await
        .unwrap();
    assert_eq!(first_row(&rows), [Value::Null]);
}

pub async fn keys_compare_binary(place: &Place) {
    let store = place.open().await;
    let names = ["a", "A", "a ", "á", "e\u{301}", "é"];
    let declared = table(&[("name", column(ColumnType::String(20)))], &["name"]);
    let rows = names.iter().map(|name| vec![Value::from(*name)]).collect();
    publish(&store, "run", "names", &declared, rows).await;
    let rows = store
        .query("SELECT name FROM names GROUP BY name ORDER BY name", &[])
        .await
        .unwrap();
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    let found: Vec<&str> = rows.rows.iter().map(|row| row[0].as_text().unwrap()).collect();
    assert_eq!(found, sorted, "ordered and kept apart byte by byte");
    for name in names {
        let rows = store
            .query("SELECT name FROM names WHERE name = :name", &[("name", name.into())])
            .await
            .unwrap();
        assert_eq!(rows.rows, [[Value::from(name)]]);
    }
}

pub async fn nothing_but_reading(place: &Place) {
    let store = filled(place).await;
    for sql in [
        "DELETE FROM course_daily",
        "SELECT 1; DELETE FROM course_daily",
        "DROP TABLE course_daily",
        "PRAGMA user_version",
    ] {
        let refused = store.query(sql, &[]).await.unwrap_err();
        assert!(matches!(refused, StoreError::Refused { .. }), "{sql}: {refused:?}");
    }
    // What begins like reading does not write either.
    for sql in [
        "WITH x AS (SELECT 1) DELETE FROM course_daily",
        "EXPLAIN ANALYZE DELETE FROM course_daily",
    ] {
        let _ = store.query(sql, &[]).await;
    }
    let rows = store.query("SELECT count(*) FROM course_daily", &[]).await.unwrap();
    assert_eq!(first_row(&rows), [Value::Int(3)]);
    let unknown = store.query("SELECT 1 FROM never_published", &[]).await.unwrap_err();
    assert!(matches!(unknown, StoreError::NotPublished { .. }), "{unknown:?}");
    let unknown = store.query("SELECT never FROM course_daily", &[]).await.unwrap_err();
    assert!(matches!(unknown, StoreError::UnknownColumn { .. }), "{unknown:?}");
    let wrong = store.query("SELECT FROM WHERE", &[]).await.unwrap_err();
    assert!(matches!(wrong, StoreError::Statement { .. }), "{wrong:?}");
}

pub async fn the_portable_subset(place: &Place) {
    let store = filled(place).await;
    let one = async |sql: &str| {
        store
            .query(sql, &[])
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
            .rows[0]
            .clone()
    };
    assert_eq!(
        one("SELECT \"count\", \"date\" FROM course_daily WHERE course_id = 'b'").await,
        [Value::Int(10), day(2).into()]
    );
    assert_eq!(
        one("SELECT 'a' || 'b' || course_id FROM course_daily ORDER BY id").await,
        [Value::from("aba")]
    );
    assert_eq!(one("SELECT 'a\\b'").await, [Value::from("a\\b")]);
    assert_eq!(
        one("SELECT count(*) FROM course_daily WHERE course_id LIKE 'A%'").await,
        [Value::Int(0)]
    );
    assert_eq!(
        one("SELECT count(*) FROM course_daily WHERE course_id LIKE 'a%'").await,
        [Value::Int(2)]
    );
    assert_eq!(
        one("SELECT 'a_b' LIKE 'a!_b' ESCAPE '!' AND NOT 'axb' LIKE 'a!_b' ESCAPE '!'").await,
        [Value::Int(1)]
    );
    // Means of whole numbers, to the last digit.
    assert_eq!(
        one("SELECT avg(n) FROM (SELECT 1 AS n UNION ALL SELECT 1 UNION ALL SELECT 2) x").await,
        [Value::Float(4.0 / 3.0)]
    );
    assert_eq!(
        one("SELECT sum(count) * 1.0 / 7 FROM course_daily").await,
        [Value::Float(15.0 / 7.0)]
    );
    // Nulls come first.
    assert_eq!(
        one("SELECT n FROM (SELECT 1 AS n UNION ALL SELECT NULL) x ORDER BY n").await,
        [Value::Null]
    );
    assert_eq!(
        one("SELECT coalesce(NULL, 3), CASE WHEN 1 = 1 THEN 'y' ELSE 'n' END").await,
        [Value::Int(3), "y".into()]
    );
    let window = "SELECT course_id, row_number() OVER (PARTITION BY course_id ORDER BY date DESC) AS place FROM course_daily ORDER BY course_id, date";
    assert_eq!(one(window).await, [Value::from("a"), Value::Int(2)]);
    let recent = "WITH latest AS (SELECT course_id, max(date) AS day FROM course_daily GROUP BY course_id) \
                  SELECT d.count FROM course_daily d JOIN latest l ON l.course_id = d.course_id AND l.day = d.date \
                  ORDER BY d.course_id LIMIT 1 OFFSET 1";
    assert_eq!(one(recent).await, [Value::Int(10)]);
}

pub async fn statements_are_checked_without_running(place: &Place) {
    let store = filled(place).await;
    let sql = "SELECT course_id, sum(\"count\") AS total FROM course_daily WHERE course_id = :course_id AND date >= :from GROUP BY course_id";
    assert_eq!(
        store.columns_of(sql, &["course_id", "from"]).await.unwrap(),
        ["course_id", "total"]
    );
    let code = async |sql: &str| olivine_failure::Failing::failure(&store.columns_of(sql, &[]).await.unwrap_err()).code;
    assert_eq!(code(sql).await, "STORE-013");
    assert_eq!(code("SELECT x FROM course_daily").await, "STORE-028");
    assert_eq!(code("SELECT 1 FROM other").await, "STORE-016");
    assert_eq!(code("SELECT (1 FROM course_daily").await, "STORE-015");
}

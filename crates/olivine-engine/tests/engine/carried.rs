//! Which columns an answer takes over, and what a guarded session lacks.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{Site, rows};
use arrow::datatypes::{DataType, Field, Schema};
use olivine_engine::Session;

async fn session() -> (Site, Session) {
    let site = Site::new().await;
    let session = site.session();
    let table = |columns: &[(&str, DataType)]| {
        let fields = columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    };
    let events = table(&[
        ("username", DataType::Utf8),
        ("user_id", DataType::Int64),
        ("course_id", DataType::Utf8),
        ("raw", DataType::Binary),
    ]);
    session.register_batches("events", events, Vec::new()).unwrap();
    let people = table(&[("id", DataType::Int64), ("email", DataType::Utf8)]);
    session.register_batches("people", people, Vec::new()).unwrap();
    (site, session)
}

/// What the first column of an answer takes over.
async fn first(session: &Session, sql: &str) -> String {
    let carried = session
        .carried(sql, &BTreeMap::new())
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let from: Vec<String> = carried[0].from.iter().map(ToString::to_string).collect();
    from.join(" ")
}

#[tokio::test]
async fn values_are_followed_wherever_they_go() {
    let (_site, session) = session().await;
    for (sql, from) in [
        ("select username from events", "events.username"),
        ("select upper(username) || '!' as x from events", "events.username"),
        ("select cast(user_id as text) from events", "events.user_id"),
        ("select user_id * 2 + 1 from events", "events.user_id"),
        (
            "select coalesce(course_id, username) from events",
            "events.course_id events.username",
        ),
        (
            "select case when course_id = 'x' then username else '' end from events",
            "events.username",
        ),
        ("select max(username) from events group by course_id", "events.username"),
        ("select string_agg(username, ',') from events", "events.username"),
        ("select array_agg(username) from events", "events.username"),
        ("select unnest(array_agg(username)) from events", "events.username"),
        (
            "select lag(username) over (order by user_id) from events",
            "events.username",
        ),
        (
            "select first_value(username) over (order by user_id) from events",
            "events.username",
        ),
        (
            "with a as (select username as u from events), b as (select u as v from a) select v from b",
            "events.username",
        ),
        (
            "select x from (select course_id as x from events union all select username from events)",
            "events.course_id events.username",
        ),
        (
            "select (select max(email) from people p where p.id = e.user_id) from events e",
            "people.email",
        ),
        (
            "select (select max(e.username) from people p) from events e",
            "events.username",
        ),
        (
            "select p.email from events e join people p on p.id = e.user_id",
            "people.email",
        ),
        (
            "select distinct username from events order by 1 limit 5",
            "events.username",
        ),
        (
            "select username from events group by rollup (username, course_id)",
            "events.username",
        ),
        ("select named_struct('a', username)['a'] from events", "events.username"),
        (
            "with recursive r as (select username as u, 1 as n from events union all select u, n + 1 from r where n < 3) select u from r",
            "events.username",
        ),
        (
            "with recursive r as (select course_id as a, username as b, 1 as n from events union all select b, a, n + 1 from r where n < 3) \
             select a from r",
            "events.course_id events.username",
        ),
        ("select payload_text(raw, 'topic') from events", "events.raw (topic)"),
        (
            "select event_text(raw, 'context.user_id') from events",
            "events.raw (context.user_id)",
        ),
        ("select event_json(raw, course_id) from events", "events.raw"),
        ("select raw from events", "events.raw"),
    ] {
        assert_eq!(first(&session, sql).await, from, "{sql}");
    }
}

#[tokio::test]
async fn counting_and_comparing_take_nothing_over() {
    let (_site, session) = session().await;
    for sql in [
        "select count(distinct username) from events",
        "select count(*) from events group by username",
        "select count(username) over (partition by course_id) from events",
        "select row_number() over (order by username) from events",
        "select username is null from events",
        "select username = 'ada' and user_id > 5 from events",
        "select username like 'a%' from events",
        "select sum(case when username is not null then 1 else 0 end) from events",
        "select (select count(*) from people p where p.id = e.user_id) from events e",
        "select 1 from events where username in (select email from people)",
        "select submission(raw) from events",
        "select submission(max(raw)) from events",
        "select places_of_event(null, course_id, null) from events",
        "select country_code(first_value(username order by user_id)) from events",
    ] {
        assert_eq!(first(&session, sql).await, "", "{sql}");
    }
}

#[tokio::test]
async fn parts_of_events_are_told_apart_by_their_names() {
    let (_site, session) = session().await;
    for (path, impersonal) in [
        ("topic", true),
        ("context.course_id", true),
        ("context.module.display_name", true),
        ("answers.input_1", false),
        ("POST", false),
        ("GET", false),
        ("new", false),
        ("old", false),
        ("students", false),
        ("context.path", false),
        ("user.id", false),
        ("students.0.id", false),
        ("context.user_id", false),
        ("username", false),
        ("context", false),
        ("", false),
    ] {
        let sql = format!("select event_text(raw, '{path}') from events");
        let carried = session.carried(&sql, &BTreeMap::new()).await.unwrap();
        let source = carried[0].from.first().unwrap();
        assert_eq!(source.is_impersonal_part(), impersonal, "{path}");
    }
}

/// What a text says that was put together on the way is anything, whatever the member is called that is taken out of it.
#[tokio::test]
async fn parts_of_texts_that_are_no_event_count_as_the_whole() {
    let (_site, session) = session().await;
    for sql in [
        "select event_text(replace(cast(raw as text), 'username', 'topic'), 'topic') from events",
        "select event_text(r, 'topic') from (select replace(cast(raw as text), 'username', 'topic') as r from events)",
        "select event_text(concat('{\"topic\": \"', username, '\"}'), 'topic') from events",
        "select event_text(event_json(raw, concat('us', 'er')), 'id') from events",
        "select event_text(event_json(raw, 'user'), 'id') from events",
        "select event_text(event_json(event_json(raw, course_id), 'context'), 'id') from events",
        "select submission(concat('{\"event\": {\"answers\": {\"a\": \"', username, '\"}}}')) from events",
        "select places_of_event(null, concat('i4x://A/B/problem/', username), null) from events",
        "select place['block_name'] from (select unnest(places_of_event(null, p, null)) as place \
         from (select 'i4x://A/B/problem/' || username as p from events))",
        "select places_of_payload('seq_goto', concat('{\"event\": {\"id\": \"i4x://A/B/sequential/', username, '\"}}')) from events",
        "select country_code(concat('10.0.0.', user_id)) from events",
    ] {
        let carried = session.carried(sql, &BTreeMap::new()).await.unwrap();
        let source = carried[0].from.first().unwrap();
        assert!(!source.is_impersonal_part(), "{sql}: {source}");
    }
    let sql = "select event_text(event_json(raw, 'context.module'), 'display_name') from events";
    let carried = session.carried(sql, &BTreeMap::new()).await.unwrap();
    assert!(carried[0].from.iter().all(olivine_engine::Source::is_impersonal_part));
}

#[tokio::test]
async fn a_recursion_does_not_hide_the_table_of_its_name() {
    let (_site, session) = session().await;
    for sql in [
        "with recursive events as (select username as u, 1 as n from events union all select u, n + 1 from events where n < 3) \
         select u from events",
        "with recursive base as (select username as u from events), \
         events as (select 'x' as u, 1 as n union all select b.u, e.n + 1 from events e join base b on e.n < 3) select u from events",
        "select x.u from (with recursive events as (select username as u, 1 as n from events \
         union all select u, n + 1 from events where n < 3) select u from events) as x where exists (select 1 from events)",
    ] {
        let error = session.carried(sql, &BTreeMap::new()).await.unwrap_err();
        let said = error.to_string();
        // Where its first part would read the table, the table is not even found.
        let refused = said.contains("the recursion `events`") || said.contains("table 'events' not found");
        assert!(refused, "{sql}: {said}");
    }
    for name in ["R", "a.b", "Events"] {
        let sql = format!(
            "with recursive \"{name}\" as (select username as u, 1 as n from events union all select u, n + 1 from \"{name}\" where n < 3) \
             select u from \"{name}\""
        );
        let error = session.carried(&sql, &BTreeMap::new()).await.unwrap_err();
        assert!(
            error.to_string().contains(&format!("the recursion `{name}`")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_guarded_session_reads_its_tables_and_nothing_else() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    for sql in [
        "select repeat('x', 1000000000)",
        "select lpad('x', 1000000000)",
        "select rpad('x', 1000000000)",
        "select array_repeat(1, 1000000000)",
        "select list_repeat(1, 1000000000)",
        "select levenshtein('a', 'b')",
        "select unnest(range(1000000000))",
        "select unnest(generate_series(1, 1000000000))",
        "select array_agg(username) from events",
        "select string_agg(username, ',') from events",
        "select * from generate_series(1, 1000000000)",
        "select * from range(1000000000)",
        "select * from '/etc/passwd'",
        "select * from 'https://example.org/x.parquet'",
        "select * from other_table",
        "select * from information_schema.tables",
        "create external table x stored as csv location '/etc/passwd'",
        "copy (select 1) to '/tmp/olivine-escaped.csv'",
        "insert into events values ('a', 1, 'b', null)",
        "create table x as select 1",
        "create view v as select 1",
        "drop table events",
        "set datafusion.execution.batch_size = 1",
        "explain select 1",
        "select 1; select 2",
    ] {
        assert!(rows(&session, sql, &BTreeMap::new()).await.is_err(), "{sql}");
    }
    assert!(!std::path::Path::new("/tmp/olivine-escaped.csv").exists());
    assert_eq!(
        rows(&session, "select count(*) from events", &BTreeMap::new())
            .await
            .unwrap(),
        ["0"]
    );
}

#[tokio::test]
async fn texts_of_a_guarded_session_grow_to_a_size_and_no_further() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    let ten = "replace('aaaaaaaaaa', 'a', 'aaaaaaaaaa')";
    let million = (0..5).fold(ten.to_owned(), |text, _| format!("replace({text}, 'a', 'aaaaaaaaaa')"));
    let doubled = |join: &str| {
        let steps: Vec<String> = (0..40)
            .map(|step| format!("t{} as (select {join} as x from t{step})", step + 1))
            .collect();
        format!(
            "with t0 as (select x from (values ('aaaaaaaaaaaaaaaa'), ('b')) as v(x)), {} select length(x) from t40",
            steps.join(", ")
        )
    };
    for sql in [
        format!("select length(replace(replace({million}, 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'))"),
        format!(
            "select length(regexp_replace(x, 'a', {million}, 'g')) from (values ('{}'), ('b')) as v(x)",
            "a".repeat(99)
        ),
        doubled("x || x"),
        doubled("concat(x, x)"),
        doubled("concat_ws(x, x, x)"),
        doubled("replace(x, 'a', 'aa')"),
        format!("select length(to_char(date '2024-03-01', {million}))"),
    ] {
        let error = rows(&session, &sql, &BTreeMap::new()).await.unwrap_err();
        assert!(error.to_string().contains("of more than 32 MiB"), "{sql}: {error}");
    }
    for (sql, answer) in [
        ("select replace(x, 'b', 'xy') from (values ('abc')) as v(x)", "axyc"),
        ("select x || 'b' || 1 from (values ('a')) as v(x)", "ab1"),
        ("select 'a' || 'b'", "ab"),
        ("select to_char(date '2024-03-01', '%Y')", "2024"),
        ("select (x || null) is null from (values ('a')) as v(x)", "true"),
        ("select concat(x, null, 'b', 2) from (values ('a')) as v(x)", "ab2"),
        ("select concat_ws('-', x, 'b') from (values ('a')) as v(x)", "a-b"),
        (
            "select regexp_replace(x, '(b+)', '[$1]', 'g') from (values ('abbcb')) as v(x)",
            "a[bb]c[b]",
        ),
    ] {
        assert_eq!(rows(&session, sql, &BTreeMap::new()).await.unwrap(), [answer], "{sql}");
    }
}

/// What is looked for does not make the answer longer.
#[tokio::test]
async fn a_long_text_can_be_searched_for_a_long_one() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    let hundred = "replace('aaaaaaaaaa', 'a', 'aaaaaaaaaa')";
    let million = (0..4).fold(hundred.to_owned(), |text, _| {
        format!("replace({text}, 'a', 'aaaaaaaaaa')")
    });
    let forty = "b".repeat(40);
    for sql in [
        format!("select length(replace({million}, '{forty}', ''))"),
        format!("select length(regexp_replace({million}, '{forty}', '', 'g'))"),
    ] {
        assert_eq!(
            rows(&session, &sql, &BTreeMap::new()).await.unwrap(),
            ["1000000"],
            "{sql}"
        );
    }
}

#[tokio::test]
async fn lists_of_a_guarded_session_do_not_double() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    for (step, function) in [
        ("x || x", "array_concat"),
        ("[x, x]", "make_array"),
        ("[named_struct('a', x), named_struct('a', x)]", "make_array"),
    ] {
        let sql = format!("with t0 as (select [1] as x), t1 as (select {step} as x from t0) select x from t1");
        let error = rows(&session, &sql, &BTreeMap::new()).await.unwrap_err();
        let refusal = format!("`{function}` is not there for plugins");
        assert!(error.to_string().contains(&refusal), "{sql}: {error}");
    }
    for (sql, answer) in [
        ("select [1, 2]", "[1, 2]"),
        ("select [1, 2] || 3", "[1, 2, 3]"),
        ("select array_length([named_struct('a', 1)])", "1"),
    ] {
        assert_eq!(rows(&session, sql, &BTreeMap::new()).await.unwrap(), [answer], "{sql}");
    }
}

#[tokio::test]
async fn values_of_a_guarded_session_have_so_many_parts_and_no_more() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    let chain = |length: usize, first: &str, step: &str| {
        let steps: Vec<String> = (0..length)
            .map(|part| format!("t{} as (select {step} as x from t{part})", part + 1))
            .collect();
        format!(
            "with t0 as (select {first} as x), {} select x from t{length}",
            steps.join(", ")
        )
    };
    for (first, step, function) in [
        ("1", "named_struct('a', x, 'b', x)", "named_struct"),
        ("1", "struct(x, x)", "struct"),
        ("[1]", "arrays_zip(x, x)", "arrays_zip"),
    ] {
        let sql = chain(12, first, step);
        let error = rows(&session, &sql, &BTreeMap::new()).await.unwrap_err();
        let refusal = format!("`{function}` makes a value of more than 1000 parts");
        assert!(error.to_string().contains(&refusal), "{sql}: {error}");
    }
    let ten = "replace('aaaaaaaaaa', 'a', 'aaaaaaaaaa')";
    let million = (0..4).fold(ten.to_owned(), |text, _| format!("replace({text}, 'a', 'aaaaaaaaaa')"));
    let forty = |next: &str| [next; 40].join(", ");
    let many = |made: &str| format!("with t as (select {million} as x) select {made} from t");
    let appended = format!("x || {million}");
    let named: Vec<String> = (0..40).map(|part| format!("'p{part}', x")).collect();
    for (sql, function) in [
        (many(&format!("make_array({})", forty("x"))), "make_array"),
        (many(&format!("[{}]", forty("x"))), "make_array"),
        (many(&format!("struct({})", forty("x"))), "struct"),
        (many(&format!("named_struct({})", named.join(", "))), "named_struct"),
        (chain(40, "['a']", &appended), "array_append"),
    ] {
        let error = rows(&session, &sql, &BTreeMap::new()).await.unwrap_err();
        let refusal = format!("`{function}` wants to make values of more than 32 MiB");
        assert!(error.to_string().contains(&refusal), "{sql}: {error}");
    }
    for (sql, answer) in [
        (
            "select named_struct('a', x, 'b', 1)['a'] from (values ('y')) as v(x)",
            "y",
        ),
        ("select named_struct('a', 1, 'b', 'y')['b']", "y"),
        ("select struct(x, 'y')['c1'] from (values (1)) as v(x)", "y"),
        ("select array_length(arrays_zip([1, 2], [3, 4]))", "2"),
        (
            "select array_length(array_append([x], 'y')) from (values ('z')) as v(x)",
            "2",
        ),
        ("select map_keys(map(['a'], [x]))[1] from (values (1)) as v(x)", "a"),
    ] {
        assert_eq!(rows(&session, sql, &BTreeMap::new()).await.unwrap(), [answer], "{sql}");
    }
}

#[tokio::test]
async fn a_plan_that_doubles_with_every_part_is_refused() {
    let (_site, session) = session().await;
    let session = session.guarded().unwrap();
    let chain = |parts: usize, next: &dyn Fn(usize) -> String, end: &str| {
        let steps: Vec<String> = (0..parts)
            .map(|part| format!("t{} as ({})", part + 1, next(part)))
            .collect();
        format!(
            "with t0 as (select user_id as x from events), {} select x from t{parts} {end}",
            steps.join(", ")
        )
    };
    let joined = |part: usize| format!("select a.x from t{part} a cross join t{part} b");
    let added = |part: usize| format!("select x + x as x from t{part}");
    for (sql, reason) in [
        (chain(40, &joined, ""), "more than 5000 tables"),
        (chain(12, &joined, ""), "more than 20000 steps"),
        (chain(40, &added, "where x > 5"), "more than 100000 parts"),
        (chain(40, &added, "order by x limit 1"), "more than 100000 parts"),
    ] {
        let error = rows(&session, &sql, &BTreeMap::new()).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{sql}: {error}");
    }
    for sql in [
        chain(3, &joined, ""),
        chain(12, &added, ""),
        chain(8, &added, "where x > 5"),
    ] {
        assert!(rows(&session, &sql, &BTreeMap::new()).await.is_ok(), "{sql}");
    }
}

//! What a guarded session lacks, and what it is held to.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::{Site, rows, site_with_people};
use olivine_engine::Session;

/// Longer than it takes to refuse a query.
const REFUSED_WITHIN: Duration = Duration::from_secs(60);

async fn session() -> (Site, Session) {
    let (site, session) = site_with_people().await;
    (site, session.guarded().unwrap())
}

/// What a guarded session says to a query that it refuses. It plans apart, so that one which is planned for ever is not waited for.
async fn refusal(session: &Session, sql: &str) -> String {
    let params = BTreeMap::new();
    let answer = tokio::time::timeout(REFUSED_WITHIN, rows(session, sql, &params)).await;
    let answer = answer.unwrap_or_else(|_| panic!("{sql}: it is not refused in time"));
    answer.unwrap_err().to_string()
}

#[tokio::test]
async fn a_guarded_session_reads_its_tables_and_nothing_else() {
    let (_site, session) = session().await;
    for sql in [
        "select repeat('x', 1000000000)",
        "select lpad('x', 1000000000)",
        "select rpad('x', 1000000000)",
        "select array_repeat(1, 1000000000)",
        "select list_repeat(1, 1000000000)",
        "select levenshtein('a', 'b')",
        "select arrow_cast(1, 'Int32')",
        "select arrow_try_cast(1, 'Int32')",
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
        ("1", "{'a': x, 'b': x}", "named_struct"),
        ("1", "[{'a': x, 'b': x}]", "named_struct"),
        ("1", "struct(x as a, x as b)", "named_struct"),
        ("1", "struct(x, x)", "struct"),
        ("1", "STRUCT(x, x)", "struct"),
        ("1", "row(x, x)", "struct"),
        ("1", "(x, x)", "struct"),
        ("1", "case when true then struct(x, x) end", "struct"),
        ("1", "map(x, x)", "map"),
        ("1", "map([x], [x])", "map"),
        ("1", "map {x: x}", "map"),
        ("[1]", "arrays_zip(x, x)", "arrays_zip"),
    ] {
        let sql = chain(40, first, step);
        let said = refusal(&session, &sql).await;
        let expected = format!("`{function}` makes a value of more than 1000 parts");
        assert!(said.contains(&expected), "{sql}: {said}");
    }
    let ten = "replace('aaaaaaaaaa', 'a', 'aaaaaaaaaa')";
    let million = (0..4).fold(ten.to_owned(), |text, _| format!("replace({text}, 'a', 'aaaaaaaaaa')"));
    let forty = |next: &str| [next; 40].join(", ");
    let many = |made: &str| format!("with t as (select {million} as x) select {made} from t");
    let appended = format!("x || {million}");
    let named: Vec<String> = (0..40).map(|part| format!("'p{part}', x")).collect();
    let members: Vec<String> = (0..40).map(|part| format!("'p{part}': x")).collect();
    for (sql, function) in [
        (many(&format!("make_array({})", forty("x"))), "make_array"),
        (many(&format!("[{}]", forty("x"))), "make_array"),
        (many(&format!("struct({})", forty("x"))), "struct"),
        (many(&format!("named_struct({})", named.join(", "))), "named_struct"),
        (many(&format!("{{{}}}", members.join(", "))), "named_struct"),
        (chain(40, "['a']", &appended), "array_append"),
    ] {
        let said = refusal(&session, &sql).await;
        let expected = format!("`{function}` wants to make values of more than 32 MiB");
        assert!(said.contains(&expected), "{sql}: {said}");
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
        ("select s['b'] from (select {'a': 1, 'b': 'y'} as s)", "y"),
        ("select s['b'] from (select struct(1 as a, 'y' as b) as s)", "y"),
        ("select map_keys(m)[1] from (select map {'a': 1} as m)", "a"),
        ("select map_values(m)[2] from (select map('a', 1, 'b', 2) as m)", "2"),
    ] {
        assert_eq!(rows(&session, sql, &BTreeMap::new()).await.unwrap(), [answer], "{sql}");
    }
}

#[tokio::test]
async fn a_plan_that_doubles_with_every_part_is_refused() {
    let (_site, session) = session().await;
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
    let doubled = |part: usize| match part {
        0 => "select * from events".to_owned(),
        part => format!("select * from t{part} a cross join t{part} b"),
    };
    let added = |part: usize| format!("select x + x as x from t{part}");
    let filled = |part: usize| format!("select coalesce(x, 1) as x from t{part}");
    for (sql, reason) in [
        (chain(40, &joined, ""), "more than 5000 tables"),
        (chain(12, &joined, ""), "more than 20000 steps"),
        (chain(11, &doubled, ""), "more than 20000 columns"),
        (chain(40, &added, "where x > 5"), "more than 100000 parts"),
        (chain(40, &added, "order by x limit 1"), "more than 100000 parts"),
        (chain(40, &filled, "where x > 5"), "more than 100000 parts"),
    ] {
        let said = refusal(&session, &sql).await;
        assert!(said.contains(reason), "{sql}: {said}");
    }
    for sql in [
        chain(3, &joined, ""),
        chain(12, &added, ""),
        chain(8, &added, "where x > 5"),
        chain(12, &filled, ""),
        chain(8, &filled, "where x > 5"),
    ] {
        assert!(rows(&session, &sql, &BTreeMap::new()).await.is_ok(), "{sql}");
    }
}

/// What stands deep in itself is more than a thread has room for: no test could tell of it.
#[tokio::test]
async fn a_statement_that_stands_too_deep_in_itself_is_not_read() {
    let (_site, session) = session().await;
    let nested = |parts: usize, begin: &str, innermost: &str, end: &str| {
        let (begin, end) = (begin.repeat(parts), end.repeat(parts));
        format!("select cast(null as {begin}{innermost}{end}) as answer")
    };
    for (sql, reason) in [
        (nested(3000, "array<", "int", ">"), "more than 100 of its brackets"),
        (nested(2000, "struct <a ", "int", ">"), "more than 100 of its brackets"),
        (nested(3000, "nullable(", "int", ")"), "more than 100 of its brackets"),
        (nested(3000, "", "int", "[]"), "more than 100 of its brackets"),
        (
            format!("select 1{}", " + 1".repeat(6000)),
            "longer than 10000 words and signs",
        ),
    ] {
        let said = refusal(&session, &sql).await;
        assert!(said.contains(reason), "{said}");
    }
    for sql in [
        nested(3, "array<", "int", ">"),
        nested(2, "", "int", "[]"),
        format!("select 1{}", " + 1".repeat(200)),
    ] {
        assert!(rows(&session, &sql, &BTreeMap::new()).await.is_ok(), "{sql}");
    }
}

/// Some expressions are written more than once in the plan, or in what the optimizer makes of it.
#[tokio::test]
async fn an_expression_that_doubles_with_every_part_is_refused() {
    let (_site, session) = session().await;
    let nested = |parts: usize, begin: &str, end: &str, innermost: &str| {
        let (begin, end) = (begin.repeat(parts), end.repeat(parts));
        format!("select {begin}{innermost}{end} as answer from (values (1)) as v(x)")
    };
    for (parts, begin, end, innermost) in [
        (20, "coalesce(", ", 1)", "x"),
        (20, "nvl(", ", 1)", "x"),
        (20, "(", " between false and true)", "(x > 0)"),
        (20, "case when ", " then x > 2 end", "x > 0"),
        (20, "case when x > 0 then ", " end", "x"),
        (20, "map('a', ", ")", "x"),
        (9, "true = any([", "])", "x > 0"),
        (9, "true <> all([", "])", "x > 0"),
    ] {
        let sql = nested(parts, begin, end, innermost);
        let said = refusal(&session, &sql).await;
        assert!(said.contains("more than 100000 parts"), "{sql}: {said}");
    }
    for (begin, end, innermost, answer) in [
        ("coalesce(", ", 1)", "x", "1"),
        ("(", " between false and true)", "(x > 0)", "true"),
        ("case when x > 0 then ", " end", "x", "1"),
        ("true = any([", "])", "x > 0", "true"),
    ] {
        let sql = nested(3, begin, end, innermost);
        assert_eq!(rows(&session, &sql, &BTreeMap::new()).await.unwrap(), [answer], "{sql}");
    }
}

//! Which columns an answer takes over.

use std::collections::BTreeMap;

use crate::support::site_with_people;
use olivine_engine::Session;

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
    let (_site, session) = site_with_people().await;
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
    let (_site, session) = site_with_people().await;
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
    let (_site, session) = site_with_people().await;
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
    let (_site, session) = site_with_people().await;
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
    let (_site, session) = site_with_people().await;
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

//! Course keys in paths, links that stay here, queries that change.

use super::*;

#[test]
fn course_keys_are_taken_off_paths() {
    let cases = [
        ("course-v1:X+Y+Z/", Some(("course-v1:X+Y+Z", "", false))),
        ("course-v1:X+Y+Z", Some(("course-v1:X+Y+Z", "", true))),
        (
            "course-v1:X+Y+Z/enrollment/activity/",
            Some(("course-v1:X+Y+Z", "enrollment/activity/", false)),
        ),
        (
            "Org/Course/Run/enrollment/activity/",
            Some(("Org/Course/Run", "enrollment/activity/", false)),
        ),
        ("Org/Course/Run", Some(("Org/Course/Run", "", true))),
        (
            "ccx-v1:X+Y+Z+ccx@3/csv/enrollment/",
            Some(("ccx-v1:X+Y+Z+ccx@3", "csv/enrollment/", false)),
        ),
        ("Org/Course", None),
        ("Org//Run/", None),
        ("course-v1:X+Y/", None),
        ("library-v1:X+Y/", None),
        ("course-v1:X+Y+Z W/", None),
        ("", None),
        ("/", None),
        ("course-v1:X+Y+<b>/", None),
    ];
    for (path, expected) in cases {
        let found = course_path(path);
        let found = found
            .as_ref()
            .map(|found| (found.course_id.as_str(), found.rest.as_str(), found.lacks_slash));
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn links_keep_plus_signs_and_escape_the_rest() {
    assert_eq!(
        course_link("course-v1:X+Y+Z", "enrollment/"),
        "/courses/course-v1:X+Y+Z/enrollment/"
    );
    assert_eq!(course_link("Ä/B/C", ""), "/courses/%C3%84/B/C/");
}

#[test]
fn nobody_is_sent_elsewhere() {
    for good in ["/", "/courses/?a=b", "/courses/course-v1:X+Y+Z/"] {
        assert_eq!(local(good), Some(good));
    }
    for bad in [
        "",
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "courses/",
        "/a\nb",
        "javascript:alert(1)",
    ] {
        assert_eq!(local(bad), None, "{bad:?}");
    }
}

#[test]
fn queries_change_one_thing_at_a_time() {
    let query = Query::parse("a=1&b=x+y&a=2&c=p,q&page=3&empty=");
    assert_eq!(query.get("a"), Some("2"));
    assert_eq!(query.get("empty"), None);
    assert_eq!(query.list("c"), ["p", "q"]);
    assert_eq!(
        query.changed(&[("a".into(), Some("ü")), ("page".into(), None)]),
        "?b=x+y&c=p%2Cq&empty=&a=%C3%BC"
    );
    assert_eq!(query.without("c", "p", "page"), "?a=1&b=x+y&a=2&c=q&empty=");
    assert_eq!(query.without("a", "1", "page"), "?b=x+y&a=2&c=p%2Cq&empty=");
}

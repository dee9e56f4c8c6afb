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
        query.changed(&[("a", Some("ü")), ("page", None)]),
        "?b=x+y&c=p%2Cq&empty=&a=%C3%BC"
    );
    assert_eq!(query.without("c", "p", "page"), "?a=1&b=x+y&a=2&c=q&empty=");
    assert_eq!(query.without("a", "1", "page"), "?b=x+y&a=2&c=p%2Cq&empty=");
    let old = Query::parse("availability=Current,Upcoming&availability=current");
    assert_eq!(
        old.without("availability", "current", "page"),
        "?availability=Upcoming",
        "old links have capitals"
    );
}

#[test]
fn values_of_addresses_d14() {
    let one = |template: &str, path: &str| {
        let values = matched(template, path)?;
        Some(
            values
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    let video = "sections/{s}/subsections/{t}/modules/{v}/timeline/";
    let new = "sections/block-v1:X+A+1+type@chapter+block@c/subsections/block-v1:X+A+1+type@sequential+block@s/modules/block-v1:X+A+1+type@video+block@v/timeline/";
    assert_eq!(
        one(video, new).unwrap(),
        "s=block-v1:X+A+1+type@chapter+block@c t=block-v1:X+A+1+type@sequential+block@s v=block-v1:X+A+1+type@video+block@v"
    );
    let old =
        "sections/i4x://X/A/chapter/c/subsections/i4x:/X/A/sequential/s/modules/i4x://X/A/video/timeline/timeline/";
    assert_eq!(
        one(video, old).unwrap(),
        "s=i4x://X/A/chapter/c t=i4x://X/A/sequential/s v=i4x://X/A/video/timeline"
    );
    assert_eq!(one("{kind}/", "home-work/").unwrap(), "kind=home-work");
    assert_eq!(one("{kind}/", "assignments/x/"), None);
    assert_eq!(one("{kind}/", ""), None);
    assert_eq!(one("sections/{s}/", "sections/"), None);
    assert_eq!(
        one("sections/{s}/", "sections/i4x://X/A/"),
        None,
        "a key that is cut off"
    );
    assert_eq!(one("enrollment", "enrollment").unwrap(), "");
    assert_eq!(one("enrollment", "enrollment/geography"), None);
    let download = "engagement/videos/{id}";
    assert_eq!(
        one(download, "engagement/videos/X/A/1|i4x-X-A-video-v").unwrap(),
        "id=X/A/1|i4x-X-A-video-v"
    );
    assert_eq!(
        one(download, "engagement/videos/course-v1:X+A+1|abc").unwrap(),
        "id=course-v1:X+A+1|abc"
    );
}

#[test]
fn values_stand_in_addresses_escaped() {
    assert_eq!(segment("Final Exam"), "Final%20Exam");
    assert_eq!(segment("Lab/Home"), "Lab%2FHome");
    assert_eq!(segment("i4x://X/A/video/v"), "i4x://X/A/video/v");
    assert_eq!(segment("course-v1:X+A+1|abc"), "course-v1:X+A+1%7Cabc");
    assert_eq!(segment("100% ?#"), "100%25%20%3F%23");
}

//! `UI X19`, `UI D-7` and the order of the list.

use super::*;

fn course(course_id: &str, title: Option<&str>, availability: Option<&str>, pacing: Option<&str>) -> Course {
    let haystack = format!("{}\n{course_id}", title.unwrap_or_default()).to_lowercase();
    Course {
        course_id: course_id.into(),
        title: title.map(Into::into),
        availability: availability.map(Into::into),
        pacing: pacing.map(Into::into),
        haystack,
        ..Course::default()
    }
}

fn ids<'a>(found: &[&'a Course]) -> Vec<&'a str> {
    found.iter().map(|course| course.course_id.as_str()).collect()
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn filters_and_search_all_hold_x19() {
    let courses = [
        course(
            "course-v1:X+B1+r",
            Some("Biology one"),
            Some("Current"),
            Some("self_paced"),
        ),
        course(
            "course-v1:X+B2+r",
            Some("Biology two"),
            Some("Starting Soon"),
            Some("self_paced"),
        ),
        course(
            "course-v1:X+B3+r",
            Some("Biology three"),
            Some("Archived"),
            Some("self_paced"),
        ),
        course(
            "course-v1:X+B4+r",
            Some("Biology four"),
            Some("Current"),
            Some("instructor_paced"),
        ),
        course(
            "course-v1:X+C1+r",
            Some("Chemistry"),
            Some("Current"),
            Some("self_paced"),
        ),
        course("course-v1:X+BIO+r", None, Some("Upcoming"), Some("self_paced")),
    ];
    let wanted = Wanted {
        words: Wanted::words_of("bio"),
        availability: texts(&["current", "upcoming"]),
        pacing: texts(&["self_paced"]),
        ..Wanted::default()
    };
    let found = wanted.select(courses.iter());
    assert_eq!(
        ids(&found),
        ["course-v1:X+B1+r", "course-v1:X+B2+r", "course-v1:X+BIO+r"]
    );
}

#[test]
fn words_are_plain_text_and_all_must_occur_d7() {
    let courses = [
        course("course-v1:X+A.1+r", Some("Water and Air"), None, None),
        course("course-v1:X+A11+r", Some("Air"), None, None),
        course("course-v1:X+W+r", Some("Ünder Wasser"), None, None),
    ];
    let search = |text: &str| {
        let wanted = Wanted {
            words: Wanted::words_of(text),
            ..Wanted::default()
        };
        ids(&wanted.select(courses.iter()))
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(search("air water"), ["course-v1:X+A.1+r"]);
    assert_eq!(
        search("+A.1+"),
        ["course-v1:X+A.1+r"],
        "no sign means anything but itself"
    );
    assert_eq!(search("ÜNDER"), ["course-v1:X+W+r"]);
    assert_eq!(search(".*"), Vec::<String>::new());
    assert_eq!(
        search("  "),
        ["course-v1:X+A.1+r", "course-v1:X+A11+r", "course-v1:X+W+r"]
    );
}

#[test]
fn better_matches_come_first() {
    let courses = [
        course("course-v1:X+Air+r", Some("Zoology"), None, None),
        course("course-v1:X+1+r", Some("On air"), None, None),
        course("course-v1:X+2+r", Some("Air and sea"), None, None),
    ];
    let wanted = Wanted {
        words: Wanted::words_of("air"),
        ..Wanted::default()
    };
    assert_eq!(
        ids(&wanted.select(courses.iter())),
        ["course-v1:X+2+r", "course-v1:X+1+r", "course-v1:X+Air+r"]
    );
}

#[test]
fn missing_values_come_last_upwards_and_first_downwards() {
    let time = |day: &str| Some(format!("{day}T00:00:00").parse().unwrap());
    let mut courses = [
        course("a", Some("A"), None, None),
        course("b", Some("B"), None, None),
        course("c", None, None, None),
    ];
    courses[0].start = time("2024-05-01");
    courses[1].start = time("2024-01-01");
    let by = |order, descending| {
        let wanted = Wanted {
            order: Some((order, descending)),
            ..Wanted::default()
        };
        ids(&wanted.select(courses.iter())).join("")
    };
    assert_eq!(by(Order::Start, false), "bac");
    assert_eq!(by(Order::Start, true), "cab");
    assert_eq!(by(Order::Title, false), "abc");
    assert_eq!(by(Order::Title, true), "cba");
}

#[test]
fn any_program_of_a_filter_will_do_d17() {
    let mut courses = [
        course("a", None, None, None),
        course("b", None, None, None),
        course("c", None, None, None),
    ];
    courses[0].programs = texts(&["p1"]);
    courses[1].programs = texts(&["p2", "p3"]);
    let wanted = Wanted {
        programs: texts(&["p1", "p3"]),
        ..Wanted::default()
    };
    assert_eq!(ids(&wanted.select(courses.iter())), ["a", "b"]);
}

#[test]
fn each_table_makes_the_list_new() {
    let tables = BTreeSet::from(["courses".to_owned(), "programs".to_owned(), "titles".to_owned()]);
    let of = |runs: [Option<&'static str>; 3]| {
        version_of(&tables, |table| match table {
            "courses" => runs[0],
            "programs" => runs[1],
            _ => runs[2],
        })
    };
    let before = of([Some("r1"), Some("r1"), None]);
    assert_eq!(before, of([Some("r1"), Some("r1"), None]));
    for after in [
        [Some("r2"), Some("r1"), None],
        [Some("r1"), Some("r2"), None],
        [Some("r1"), Some("r1"), Some("r2")],
        [Some("r1"), None, None],
    ] {
        assert_ne!(before, of(after), "{after:?}");
    }
}

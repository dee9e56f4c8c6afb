//! Which blocks of a course an event speaks of: by their keys, by addresses, by payloads (`ES 2.3`, `OV-1`).
//!
//! A block is told by its type and its name. Both stand in every form of a key, also in those that hold no run, and in the
//! addresses of courseware, which hold nothing else.

use std::borrow::Cow;

use crate::json::Value;
use crate::parse::read_object;
use crate::payload;
use crate::url::{behind_learning, percent_decoded, until};

/// Marker of the old form of usage keys.
const OLD_KEY: &str = "i4x://";
/// What stands for a slash where an old usage key is part of a path.
const SLASH_IN_PATH: &str = ";_";

/// A place in a course: a block, or the page at a position of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Type of the block, such as `vertical` or `problem`.
    pub kind: String,
    /// Its name: the last part of its key.
    pub name: String,
    /// Number of the page inside of it, from 1; of a page itself, the number among its siblings. None: the block.
    pub position: Option<i64>,
}

impl Place {
    fn block((kind, name): (&str, &str)) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            position: None,
        }
    }
}

/// Type and name of a block, read from its usage key; none for a text that is none or does not say the type.
pub fn of_key(key: &str) -> Option<(&str, &str)> {
    if let Some(path) = key.strip_prefix(OLD_KEY) {
        let mut parts = path.splitn(4, '/').skip(2);
        let (kind, name) = (parts.next()?, parts.next()?);
        let name = name.split('@').next()?;
        return whole(kind, name);
    }
    let (_, body) = key
        .split_once(':')
        .filter(|(prefix, _)| matches!(*prefix, "block-v1" | "ccx-block-v1" | "lib-block-v1"))?;
    let (_, body) = body.split_once("+type@")?;
    let (kind, name) = body.split_once("+block@")?;
    whole(kind, name)
}

/// Name of a video, read from the id that its player gives: the name itself, or the old key in its html form (`ES 2.3`).
pub fn video_name(id: &str) -> Option<&str> {
    let name = match id.strip_prefix("i4x-") {
        Some(rest) => rest.split_once("-video-")?.1,
        None => id,
    };
    (!name.is_empty()).then_some(name)
}

fn whole<'a>(kind: &'a str, name: &'a str) -> Option<(&'a str, &'a str)> {
    (!kind.is_empty() && !name.is_empty()).then_some((kind, name))
}

/// The places that the columns of an event speak of: its address, its problem, its video (`OV-1`).
pub fn of_columns(address: Option<&str>, problem_id: Option<&str>, video_id: Option<&str>) -> Vec<Place> {
    let mut places = address.map(of_address).unwrap_or_default();
    let problem = problem_id.and_then(of_key);
    let video = video_id.and_then(video_name).map(|name| ("video", name));
    places.extend(problem.into_iter().chain(video).map(Place::block));
    places
}

/// The places that an address of the LMS shows: of the block handlers and the page of a block (`/xblock/`), of jumps, of
/// courseware (`/courseware/SECTION/SUBSECTION/PAGE`), and of the micro front end.
pub fn of_address(address: &str) -> Vec<Place> {
    let mut places = Vec::new();
    if !address.contains('/') {
        return places;
    }
    let address = percent_decoded(address);
    let (path, query) = match address.find(['?', '#']) {
        Some(at) => (&address[..at], &address[at..]),
        None => (address.as_ref(), ""),
    };
    if let Some((_, rest)) = path.split_once("/xblock/") {
        places.extend(key_in_path(until(rest, &['/'])));
    }
    if let Some((_, rest)) = path.split_once("/jump_to/") {
        let key = if rest.starts_with(OLD_KEY) {
            rest
        } else {
            until(rest, &['/'])
        };
        places.extend(key_in_path(key.trim_end_matches('/')));
    }
    if let Some((_, rest)) = path.split_once("/courseware/") {
        places.extend(of_courseware(rest));
    }
    if let Some(rest) = behind_learning(path) {
        places.extend(rest.split('/').skip(1).filter_map(key_in_path));
    }
    if let Some((_, rest)) = query.split_once("activate_block_id=") {
        places.extend(key_in_path(until(rest, &['&', '#'])));
    }
    places
}

/// `SECTION/SUBSECTION[/PAGE]/`. A section alone shows no page.
fn of_courseware(rest: &str) -> Option<Place> {
    let mut parts = rest.split('/').skip(1);
    let subsection = parts.next().filter(|name| !name.is_empty())?;
    let position = parts.next().and_then(|page| page.parse().ok());
    Some(Place {
        position: in_order(position),
        ..Place::block(("sequential", subsection))
    })
}

fn key_in_path(key: &str) -> Option<Place> {
    let key = if key.contains(SLASH_IN_PATH) {
        Cow::Owned(key.replace(SLASH_IN_PATH, "/"))
    } else {
        Cow::Borrowed(key)
    };
    of_key(&key).map(Place::block)
}

/// The places that the payload of an event speaks of, for the events listed in `OV-1`; for others nothing. `line` is the
/// line as received.
pub fn of_payload(event_type: &str, line: &[u8]) -> Vec<Place> {
    let Some(read) = Read::of(event_type) else {
        return Vec::new();
    };
    let Ok(document) = read_object(line) else {
        return Vec::new();
    };
    match payload::decode(document.root().get("event")) {
        Ok(payload) => read.places(event_type, payload.object()),
        Err(_) => Vec::new(),
    }
}

/// Families of events by what their payload says of places.
#[derive(Clone, Copy)]
enum Read {
    /// `id` of the sequence; `old` and `new` are page numbers.
    Sequence,
    /// `id` of the sequence, or in the micro front end of the page that is left; `current_tab`, `target_tab`, `tab_count`.
    Tabs,
    /// Position that a request to a sequence's handler set; the sequence is in the address.
    Position,
    /// The first of these members that holds a usage key.
    Key(&'static [&'static str]),
}

impl Read {
    fn of(event_type: &str) -> Option<Self> {
        match event_type {
            "seq_next" | "seq_prev" | "seq_goto" => Some(Self::Sequence),
            "edx.ui.lms.sequence.next_selected"
            | "edx.ui.lms.sequence.previous_selected"
            | "edx.ui.lms.sequence.tab_selected" => Some(Self::Tabs),
            "edx.completion.block_completion.changed" => Some(Self::Key(&["block_id"])),
            "showanswer" | "save_problem_success" | "reset_problem" => Some(Self::Key(&["problem_id"])),
            "problem_show" => Some(Self::Key(&["problem"])),
            "edx.problem.hint.demandhint_displayed" => Some(Self::Key(&["module_id", "problem_id"])),
            _ if event_type.starts_with("edx.bi.app.") => Some(Self::Key(&["block_id", "unit_id", "component_id"])),
            _ if event_type.ends_with("/goto_position") => Some(Self::Position),
            _ => None,
        }
    }

    fn places(self, event_type: &str, payload: Value<'_, '_>) -> Vec<Place> {
        let text = |name: &str| payload.get(name).and_then(Value::as_text);
        let number = |name: &str| in_order(payload.get(name).and_then(whole_number));
        match self {
            Self::Key(names) => {
                let key = names.iter().find_map(|name| of_key(text(name)?));
                key.map(Place::block).into_iter().collect()
            }
            Self::Sequence => {
                let Some(block) = text("id").and_then(|id| of_key(id)) else {
                    return Vec::new();
                };
                at_positions(block, [number("old"), number("new")])
            }
            Self::Tabs => {
                let Some(block) = text("id").and_then(|id| of_key(id)) else {
                    return Vec::new();
                };
                let current = number("current_tab");
                let count = number("tab_count").unwrap_or(i64::MAX);
                let target = match event_type.rsplit('.').next() {
                    Some("next_selected") => current.and_then(|tab| tab.checked_add(1)),
                    Some("previous_selected") => current.map(|tab| tab - 1),
                    _ => number("target_tab"),
                };
                let target = in_order(target).filter(|tab| *tab <= count);
                let mut places = at_positions(block, [current, target]);
                if block.0 != "sequential" {
                    // The micro front end names the page itself.
                    places.push(Place::block(block));
                }
                places
            }
            Self::Position => {
                let block = of_address(event_type).into_iter().next();
                let posted = payload.get("POST").and_then(|post| post.get("position"));
                let position = posted.and_then(|list| list.elements().next().or(Some(list)).and_then(whole_number));
                match (block, in_order(position)) {
                    (Some(block), Some(position)) => vec![Place {
                        position: Some(position),
                        ..block
                    }],
                    _ => Vec::new(),
                }
            }
        }
    }
}

fn at_positions<const N: usize>(block: (&str, &str), positions: [Option<i64>; N]) -> Vec<Place> {
    let known = positions.into_iter().flatten();
    let at = |position| Place {
        position: Some(position),
        ..Place::block(block)
    };
    known.map(at).collect()
}

/// Pages are counted from 1; no course has a million of them in one subsection.
fn in_order(position: Option<i64>) -> Option<i64> {
    position.filter(|position| (1..1_000_000).contains(position))
}

/// A whole number, also written as text.
fn whole_number(value: Value<'_, '_>) -> Option<i64> {
    value
        .as_integer()
        .or_else(|| value.as_text().and_then(|text| text.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "block-v1:A+B+C+type@vertical+block@p1";

    fn shown(places: &[Place]) -> Vec<String> {
        let text = |place: &Place| match place.position {
            None => format!("{} {}", place.kind, place.name),
            Some(position) => format!("{} {} {position}", place.kind, place.name),
        };
        places.iter().map(text).collect()
    }

    #[test]
    fn keys_of_blocks() {
        let table = [
            (PAGE, Some(("vertical", "p1"))),
            ("ccx-block-v1:A+B+C+ccx@1+type@problem+block@q", Some(("problem", "q"))),
            ("i4x://A/B/video/intro", Some(("video", "intro"))),
            ("i4x://A/B/video/intro@draft", Some(("video", "intro"))),
            ("i4x://A/B/problem/x:y/z", Some(("problem", "x:y/z"))),
            ("block-v1:A+B+C+block@q", None),
            ("block-v1:A+B+C+type@problem+block@", None),
            ("course-v1:A+B+C", None),
            ("i4x://A/B", None),
            ("\u{0}", None),
            ("", None),
        ];
        for (key, expected) in table {
            assert_eq!(of_key(key), expected, "{key}");
        }
    }

    #[test]
    fn ids_of_videos() {
        assert_eq!(
            video_name("0b9e39477cf34507a7a48f74be381fdd"),
            Some("0b9e39477cf34507a7a48f74be381fdd")
        );
        assert_eq!(video_name("i4x-A-B_c-video-welcome-video-2"), Some("welcome-video-2"));
        assert_eq!(video_name("i4x-A-B-problem-x"), None);
        assert_eq!(video_name(""), None);
    }

    #[test]
    fn addresses() {
        let table: &[(&str, &[&str])] = &[
            (
                "https://h/xblock/block-v1:A+B+C+type@vertical+block@p1?show_title=0",
                &["vertical p1"],
            ),
            (
                "https://h/xblock/block-v1%3AA%2BB%2BC%2Btype%40vertical%2Bblock%40p1#x",
                &["vertical p1"],
            ),
            (
                "/courses/A/B/C/xblock/i4x:;_;_A;_B;_problem;_q/handler/xmodule_handler/problem_get",
                &["problem q"],
            ),
            (
                "/courses/course-v1:A+B+C/jump_to/block-v1:A+B+C+type@problem+block@q",
                &["problem q"],
            ),
            ("/courses/A/B/C/jump_to/i4x://A/B/html/page", &["html page"]),
            ("/courses/course-v1:A+B+C/courseware/ch/sq/", &["sequential sq"]),
            ("/courses/course-v1:A+B+C/courseware/ch/sq/3/", &["sequential sq 3"]),
            (
                "/courses/course-v1:A+B+C/courseware/ch/sq/3?activate_block_id=block-v1%3AA%2BB%2BC%2Btype%40html%2Bblock%40h",
                &["sequential sq 3", "html h"],
            ),
            ("/courses/course-v1:A+B+C/courseware/ch/sq/-1/", &["sequential sq"]),
            ("/courses/course-v1:A+B+C/courseware/ch/", &[]),
            ("https://apps/learning/course/course-v1:A+B+C/home", &[]),
            (
                "https://apps/learning/course/course-v1:A+B+C/block-v1:A+B+C+type@sequential+block@sq/block-v1:A+B+C+type@vertical+block@p1",
                &["sequential sq", "vertical p1"],
            ),
            (
                "https://learning.h/course/course-v1:A+B+C/block-v1:A+B+C+type@sequential+block@sq/block-v1:A+B+C+type@vertical+block@p1",
                &["sequential sq", "vertical p1"],
            ),
            (
                "https://authoring.h/course/course-v1:A+B+C/container/block-v1:A+B+C+type@vertical+block@p1",
                &[],
            ),
            ("problem_check", &[]),
            ("/xblock/%", &[]),
            ("", &[]),
        ];
        for (address, expected) in table {
            assert_eq!(shown(&of_address(address)), *expected, "{address}");
        }
    }

    fn said(event_type: &str, payload: &str) -> Vec<String> {
        let line = format!("Nov 24 [tracking] x - {{\"time\": \"t\", \"event\": {payload}}} ");
        shown(&of_payload(event_type, line.as_bytes()))
    }

    #[test]
    fn payloads() {
        let sequence = r#""id": "block-v1:A+B+C+type@sequential+block@sq""#;
        let page = format!("\"id\": \"{PAGE}\"");
        let next = "edx.ui.lms.sequence.next_selected";
        let table = [
            (
                "seq_goto",
                format!("{{{sequence}, \"old\": 1, \"new\": \"4\"}}"),
                vec!["sequential sq 1", "sequential sq 4"],
            ),
            ("seq_next", format!("{{{sequence}, \"old\": 0, \"new\": 1.5}}"), vec![]),
            (
                next,
                format!("{{{sequence}, \"current_tab\": 1, \"tab_count\": 3}}"),
                vec!["sequential sq 1", "sequential sq 2"],
            ),
            (
                next,
                format!("{{{sequence}, \"current_tab\": 3, \"tab_count\": 3}}"),
                vec!["sequential sq 3"],
            ),
            (
                next,
                format!("{{{sequence}, \"current_tab\": 9223372036854775807}}"),
                vec![],
            ),
            (
                next,
                format!("{{{page}, \"current_tab\": 2, \"tab_count\": 3}}"),
                vec!["vertical p1 2", "vertical p1 3", "vertical p1"],
            ),
            (
                "edx.ui.lms.sequence.previous_selected",
                format!("{{{sequence}, \"current_tab\": 1, \"tab_count\": 3}}"),
                vec!["sequential sq 1"],
            ),
            (
                "edx.ui.lms.sequence.tab_selected",
                format!("{{{sequence}, \"current_tab\": 1, \"target_tab\": 3, \"tab_count\": 3}}"),
                vec!["sequential sq 1", "sequential sq 3"],
            ),
            (
                "edx.completion.block_completion.changed",
                format!("{{\"block_id\": \"{PAGE}\"}}"),
                vec!["vertical p1"],
            ),
            (
                "edx.bi.app.course.unit_detail",
                format!("{{\"block_id\": 7, \"unit_id\": \"{PAGE}\"}}"),
                vec!["vertical p1"],
            ),
            (
                "showanswer",
                "{\"problem_id\": \"i4x://A/B/problem/q\"}".to_owned(),
                vec!["problem q"],
            ),
            ("showanswer", "{\"problem_id\": \"q\"}".to_owned(), vec![]),
            ("showanswer", "null".to_owned(), vec![]),
            ("showanswer", "[1]".to_owned(), vec![]),
            ("play_video", format!("{{{page}}}"), vec![]),
            (
                "/courses/A/B/C/xblock/block-v1:A+B+C+type@sequential+block@sq/handler/xmodule_handler/goto_position",
                r#""{\"POST\": {\"position\": [\"2\"]}, \"GET\": {}}""#.to_owned(),
                vec!["sequential sq 2"],
            ),
            (
                "/courses/A/B/C/xblock/block-v1:A+B+C+type@sequential+block@sq/handler/xmodule_handler/goto_position",
                r#""{\"POST\": {}, \"GET\": {}}""#.to_owned(),
                vec![],
            ),
        ];
        for (event_type, payload, expected) in table {
            assert_eq!(said(event_type, &payload), expected, "{event_type} {payload}");
            // Browsers send the payload as text.
            if payload.starts_with('{') {
                let text = serde_json::to_string(&payload).unwrap();
                assert_eq!(said(event_type, &text), expected, "{event_type} {text}");
            }
        }
        for line in ["", "{", "}{", "nothing", "{\"event\": {\"problem_id\": "] {
            assert_eq!(of_payload("showanswer", line.as_bytes()), Vec::new(), "{line}");
        }
    }
}

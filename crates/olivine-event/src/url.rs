//! The course that a URL is about (`ES E-33`).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::block;
use crate::course_key::{self, CourseKey};

/// What the learning micro front end shows of a course, beside its blocks: the first piece of an address behind the course key. The front
/// end of authors, whose addresses begin in the same way, has none of them.
const LEARNING_VIEWS: [&str; 6] = ["home", "progress", "dates", "discussion", "live", "course-end"];

/// The course that a URL or path names, in canonical form: by a block below `/xblock/`, else by `/courses/…`.
pub fn course_of(url: &str) -> Option<String> {
    let decoded = percent_decoded(url);
    find(&decoded).or_else(|| if decoded == url { None } else { find(url) })
}

/// The course of an address of the learning micro front end, `/learning/course/{key}/…` or, where it has a host of its own,
/// `https://{host}/course/{key}/{view}`; the old pipeline saw neither (`ES E-33`).
pub fn course_of_micro_front_end(url: &str) -> Option<String> {
    let decoded = percent_decoded(url);
    let key = until(behind_learning(&decoded)?, &['/', '?', '#']);
    key.contains(':')
        .then(|| CourseKey::parse(key))
        .flatten()
        .map(|key| key.canonical())
}

/// What stands behind `course/` in a decoded address of the learning micro front end: `{key}/…`.
pub(crate) fn behind_learning(url: &str) -> Option<&str> {
    let below_a_path = || url.split_once("/learning/course/").map(|(_, rest)| rest);
    below_a_path().or_else(|| behind_learning_host(url))
}

/// The same for a micro front end with a host of its own, `https://{host}/course/{key}/…`. The courses of authors are there, too: what is
/// shown tells them apart, so that a course alone is none of learning.
fn behind_learning_host(url: &str) -> Option<&str> {
    let (_, behind_scheme) = url.split_once("://")?;
    let (_, path) = behind_scheme.split_once('/')?;
    let rest = path.strip_prefix("course/")?;
    let (_, shown) = until(rest, &['?', '#']).split_once('/')?;
    let view = until(shown, &['/']);
    (LEARNING_VIEWS.contains(&view) || block::of_key(view).is_some()).then_some(rest)
}

fn find(url: &str) -> Option<String> {
    // A block URL whose key is none falls through to the course rule (upstream gives up there).
    by_block(url).or_else(|| by_course(url))
}

fn by_block(url: &str) -> Option<String> {
    let places = after_each(url, "/xblock/");
    let candidate = places.filter_map(|rest| three_pieces(rest, &['/', '?', '#'])).next()?;
    course_key::of_usage_key(candidate)
}

fn by_course(url: &str) -> Option<String> {
    let places = after_each(url, "/courses/").filter(|rest| !is_api_version(rest));
    let candidate = places.filter_map(|rest| three_pieces(rest, &['/', '?', '#'])).next()?;
    CourseKey::parse(candidate).map(|key| key.canonical())
}

/// What follows each place where `marker` stands.
fn after_each<'a>(text: &'a str, marker: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, behind) = rest.split_once(marker)?;
        // The marker's last slash may begin the next marker.
        rest = &rest[rest.len() - behind.len() - 1..];
        Some(behind)
    })
}

/// `v1/…`: a version of an API, not a course.
fn is_api_version(rest: &str) -> bool {
    let Some((version, behind)) = rest.split_once('/') else {
        return false;
    };
    let digits = version.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !behind.is_empty()
}

/// Three pieces separated by `/` or `+`, the third up to one of `stops`; none when the text has another shape.
fn three_pieces<'a>(rest: &'a str, stops: &[char]) -> Option<&'a str> {
    let first = rest.find(['/', '+']).filter(|at| *at > 0)?;
    let behind_first = &rest[first + 1..];
    let second = behind_first.find(['/', '+']).filter(|at| *at > 0)?;
    let third = until(&behind_first[second + 1..], stops);
    (!third.is_empty()).then(|| &rest[..first + 1 + second + 1 + third.len()])
}

pub(crate) fn until<'a>(text: &'a str, stops: &[char]) -> &'a str {
    text.find(stops).map_or(text, |at| &text[..at])
}

/// Percent-decodes once; sequences that are none stay as they are, and so does a text that would not be UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courses_of_urls() {
        let new = Some("course-v1:Riv+Soil+R1");
        let table = [
            ("/courses/course-v1:Riv+Soil+R1/about", new),
            ("/courses/course-v1:Riv+Soil+R1", new),
            ("/courses/course-v1:Riv+Soil+R1/", new),
            ("/courses/course-v1:Riv+Soil+R1?x=1", new),
            ("/courses/course-v1:Riv+Soil+R1#top", new),
            ("/courses/course-v1%3ARiv%2BSoil%2BR1/about", new),
            ("/courses/slashes:Riv+Soil+R1/about", new),
            ("/courses/Riv/Soil/R1/info", Some("Riv/Soil/R1")),
            ("https://h/u/courses/Riv/Soil/R1/zzz", Some("Riv/Soil/R1")),
            ("/courses/Riv/Soil/R%201/info", Some("Riv/Soil/R%201")),
            ("https://h/xblock/block-v1:Riv+Soil+R1+type@vertical+block@1a?x", new),
            ("https://h/xblock/block-v1:Riv+Soil+R1+type@vertical+block@1a#t", new),
            ("https://h/xblock/block-v1:Riv+Soil+R1", None),
            (
                "https://h/courses/A/B/C/xblock/i4x:;_;_A;_B;_problem;_q/handler/xmodule_handler/problem_check",
                Some("A/B/C"),
            ),
            (
                "https://h/courses/A/B/C/xblock/block-v1:D+E+F+type@p+block@x/handler",
                Some("course-v1:D+E+F"),
            ),
            ("/api/courses/v1/courses/course-v1:Riv+Soil+R1/", new),
            ("/api/courses/v1/blocks/?course_id=course-v1%3ARiv%2BSoil%2BR1", None),
            ("/courses/v1/B/C/x", None),
            ("/courses/v1beta/B/C/x", Some("v1beta/B/C")),
            ("https://apps.h/learning/course/course-v1:Riv+Soil+R1/home", None),
            ("/courses/library-v1:Riv+Lib/x", None),
            ("/courses/", None),
            ("", None),
        ];
        for (url, course) in table {
            assert_eq!(course_of(url).as_deref(), course, "{url}");
        }
    }

    #[test]
    fn what_is_not_encoded_stays_as_it_is() {
        let table = [
            ("a%2Fb%2fc", "a/b/c"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%25%C3%B6", "%zz%\u{f6}"),
            ("%+1", "%+1"),
            // Not UTF-8.
            ("a%2Fb%FF", "a%2Fb%FF"),
        ];
        for (text, decoded) in table {
            assert_eq!(percent_decoded(text), decoded, "{text}");
        }
    }

    #[test]
    fn courses_of_micro_front_ends() {
        let of = |url: &str| course_of_micro_front_end(url);
        assert_eq!(
            of("https://apps.h/learning/course/course-v1:R+S+T/home").as_deref(),
            Some("course-v1:R+S+T")
        );
        assert_eq!(
            of("/learning/course/course-v1%3AR%2BS%2BT").as_deref(),
            Some("course-v1:R+S+T")
        );
        assert_eq!(of("/learning/course/R/S/T"), None);
        assert_eq!(of("/dashboard"), None);
        // Where courses are written, not where they are read.
        assert_eq!(of("/course/course-v1:R+S+T"), None);
        assert_eq!(of("https://apps.h/authoring/course/course-v1:R+S+T/outline"), None);
    }

    #[test]
    fn courses_of_micro_front_ends_with_a_host_of_their_own() {
        let course = Some("course-v1:R+S+T");
        let table = [
            ("https://learning.h/course/course-v1:R+S+T/home", course),
            ("https://learning.h:2000/course/course-v1:R+S+T/progress/7?x=1", course),
            ("https://learning.h/course/course-v1%3AR%2BS%2BT/dates#top", course),
            (
                "https://learning.h/course/course-v1:R+S+T/block-v1:R+S+T+type@sequential+block@sq/block-v1:R+S+T+type@vertical+block@p",
                course,
            ),
            // Here nothing tells learning from writing, and these are pages of authors.
            ("https://h/course/course-v1:R+S+T", None),
            ("https://studio.h/course/course-v1:R+S+T/", None),
            (
                "https://studio.h/course/course-v1:R+S+T?show=block-v1:R+S+T+type@vertical+block@p",
                None,
            ),
            ("https://authoring.h/course/course-v1:R+S+T/outline", None),
            (
                "https://authoring.h/course/course-v1:R+S+T/container/block-v1:R+S+T+type@vertical+block@p",
                None,
            ),
            ("https://apps.h/authoring/course/course-v1:R+S+T/home", None),
            (
                "https://apps.h/learning/preview/course/course-v1:R+S+T/block-v1:R+S+T+type@vertical+block@p",
                None,
            ),
            ("/course/course-v1:R+S+T/home", None),
            ("https://learning.h/course/R/S/T/home", None),
            ("https://learning.h/course/no:course/home", None),
        ];
        for (url, course) in table {
            assert_eq!(course_of_micro_front_end(url).as_deref(), course, "{url}");
        }
    }
}

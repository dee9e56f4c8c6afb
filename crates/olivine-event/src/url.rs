//! The course that a URL is about (`ES E-33`).

use std::borrow::Cow;

use crate::course_key::{self, CourseKey};

/// The course that a URL or path names, in canonical form: by a block below `/xblock/`, else by `/courses/…`.
pub fn course_of(url: &str) -> Option<String> {
    let decoded = percent_decoded(url);
    find(&decoded).or_else(|| if decoded == url { None } else { find(url) })
}

/// The course of a micro front end's address, `/learning/course/{key}/…`, which the old pipeline did not see.
pub fn course_of_micro_front_end(url: &str) -> Option<String> {
    let decoded = percent_decoded(url);
    let (_, rest) = decoded.split_once("/learning/course/")?;
    let key = until(rest, &['/', '?', '#']);
    key.contains(':')
        .then(|| CourseKey::parse(key))
        .flatten()
        .map(|key| key.canonical())
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
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                // Two digits of four bits fit.
                decoded.push((high << 4 | low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
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
}

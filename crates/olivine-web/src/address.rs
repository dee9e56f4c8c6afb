//! Addresses: the query part of a URL, course keys in paths, and where one may be sent back to.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::form_urlencoded;

/// What must be escaped in a path besides controls and non-ASCII. Colons and plus signs of course keys stay readable.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// The parameters of a URL, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads the part after the question mark.
    pub fn parse(text: &str) -> Self {
        Self {
            pairs: form_urlencoded::parse(text.as_bytes()).into_owned().collect(),
        }
    }

    /// The last value of a parameter; empty counts as not given.
    pub fn get(&self, name: &str) -> Option<&str> {
        let last = self.pairs.iter().rev().find(|(known, _)| known == name);
        last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// All values of a parameter, comma lists split, empty ones left out.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        values
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A parameter as a number; anything else counts as not given.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }

    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// All parameters in order, for hidden fields of forms.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The same with some parameters set or removed, as `?…`.
    pub fn changed(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for (name, value) in &self.pairs {
            if !changes.iter().any(|(changed, _)| changed == name) {
                pairs.push((name, value));
            }
        }
        for (name, value) in changes {
            if let Some(value) = value {
                pairs.push((name, value));
            }
        }
        written(&pairs)
    }

    /// The same without one value of one parameter, however it is written, and without a parameter that would point at another page then.
    pub fn without(&self, name: &str, value: &str, reset: &str) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for (known, content) in &self.pairs {
            if known == reset {
                continue;
            }
            if known != name {
                pairs.push((known, content.clone()));
                continue;
            }
            // Old links write them with capitals, and pages that read those do not keep them.
            let is_it = |part: &str| part.trim().to_lowercase() == value.to_lowercase();
            let kept: Vec<&str> = content.split(',').filter(|part| !is_it(part)).collect();
            if !is_it(content) && !kept.is_empty() {
                pairs.push((known, kept.join(",")));
            }
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        written(&pairs)
    }
}

fn written(pairs: &[(&str, &str)]) -> String {
    let mut text = String::from("?");
    text.push_str(
        &form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish(),
    );
    text
}

/// A course key and what follows it in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePath {
    /// The course key.
    pub course_id: String,
    /// The rest: `` or `enrollment/activity/`.
    pub rest: String,
    /// Whether the path ended without slash after the key.
    pub lacks_slash: bool,
}

/// Takes the course key off a decoded path below `/courses/`. New keys (`course-v1:…`) are one segment; old ones
/// (`Org/Course/Run`) are three (`UI 1.3`).
pub fn course_path(path: &str) -> Option<CoursePath> {
    let segments = if path.split('/').next().is_some_and(|first| first.contains(':')) {
        1
    } else {
        3
    };
    let mut end = 0;
    for (number, part) in path.split('/').enumerate().take(segments) {
        if part.is_empty() {
            return None;
        }
        end += part.len() + usize::from(number > 0);
    }
    let course_id = &path[..end];
    if course_id.split('/').count() != segments || !is_course_run(course_id) {
        return None;
    }
    let rest = &path[end..];
    Some(CoursePath {
        course_id: course_id.to_owned(),
        rest: rest.trim_start_matches('/').to_owned(),
        lacks_slash: rest.is_empty(),
    })
}

/// Whether a text has the form of the key of a course run (`ES K-5`); libraries have no pages. Whether such a course
/// exists is another question.
fn is_course_run(key: &str) -> bool {
    !key.starts_with("library-v1:") && olivine_api::course_key::is_valid(key)
}

/// A value as a part of a path. Old usage keys keep their slashes, as their addresses always had them (`UI 1.3`).
pub fn segment(value: &str) -> String {
    let escaped = utf8_percent_encode(value, PATH).to_string();
    if value.starts_with("i4x://") {
        escaped
    } else {
        escaped.replace('/', "%2F")
    }
}

/// Number of parts of a path that an old usage key takes up: `i4x:`, nothing, organisation, course, type, name.
const OLD_KEY: usize = 6;

/// The same of an old course key, which stands before a bar in the ids of videos.
const OLD_COURSE: usize = 3;

/// The values of a template such as `sections/{section}/`, if a decoded path has its form. A value is one part of a path, or an old
/// usage key, or the id of a video in a course of an old key.
pub fn matched(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let wanted: Vec<&str> = template.trim_end_matches('/').split('/').collect();
    let mut given: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let mut values = BTreeMap::new();
    for part in &wanted {
        let Some(name) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            if given.first() != Some(part) {
                return None;
            }
            given.remove(0);
            continue;
        };
        let is_old = given.first() == Some(&"i4x:");
        // Some servers in between make one slash of two.
        if is_old && given.get(1).is_some_and(|next| !next.is_empty()) {
            given.insert(1, "");
        }
        let is_old_course = given.iter().position(|part| part.contains('|')) == Some(OLD_COURSE - 1);
        let length = match (is_old, is_old_course) {
            (true, _) => OLD_KEY,
            (_, true) => OLD_COURSE,
            _ => 1,
        };
        if given.len() < length || given.is_empty() {
            return None;
        }
        let value: Vec<&str> = given.drain(..length).collect();
        let value = value.join("/");
        if value.is_empty() {
            return None;
        }
        values.insert(name.to_owned(), value);
    }
    given.is_empty().then_some(values)
}

/// Path of a course page.
pub fn course_link(course_id: &str, rest: &str) -> String {
    format!("/courses/{}/{rest}", utf8_percent_encode(course_id, PATH))
}

/// The address if it stays on this site; otherwise nothing, so that nobody is sent elsewhere by a crafted link.
pub fn local(address: &str) -> Option<&str> {
    let stays = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(|c| c.is_control());
    stays.then_some(address)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;

//! The line that the LMS writes for a moment.

use std::io::Write;

use chrono::{DateTime, Datelike, Timelike};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::course::{Course, Unit};
use crate::json::{escaped, member, raw_member, string};
use crate::learner;
use crate::moment::{Act, CourseFrom, Device, Help, Lived, Moment, Page, Reading, SECOND, Session};
use crate::payload;
use crate::problem::Tags;
use crate::simulation::{HOSTS, Site};
use crate::words;

/// Address of the LMS.
pub(crate) const LMS: &str = "https://learn.example.org";

/// Everything a line is made of.
pub(crate) struct Said<'a> {
    pub site: &'a Site,
    pub moment: &'a Moment,
    pub session: &'a Session,
    pub course: &'a Course,
}

/// Appends the line of a moment, without its end. `rng` decides what does not matter.
pub(crate) fn tell(out: &mut Vec<u8>, site: &Site, lived: &Lived, moment: &Moment, rng: &mut ChaCha8Rng) {
    let session = &lived.sessions[moment.session as usize];
    let course = &site.courses[session.course as usize];
    let said = Said {
        site,
        moment,
        session,
        course,
    };
    let source = said.source();
    let path = said.path();
    let name = payload::name(&said).unwrap_or(&path);

    out.extend_from_slice(b"{");
    member(out, "name", name);
    out.extend_from_slice(b"\"context\": {");
    said.context(out, &path, rng);
    out.extend_from_slice(b"}, ");
    let mut username = said.username().to_owned();
    if source == "browser" && !username.is_empty() && rng.random_ratio(1, 50) {
        username.push('\n'); // ES E-31.
    }
    member(out, "username", &username);
    let worker = session.device == Device::Worker;
    let token = if worker {
        String::new()
    } else {
        format!("{:032x}", session.token)
    };
    member(out, "session", &token);
    member(out, "ip", session.address.as_ref().map_or("", |address| &address.text));
    let agent = match session.device {
        Device::Browser => words::AGENTS[session.browser as usize],
        Device::App => words::APP_AGENT,
        Device::Worker => "",
    };
    member(out, "agent", agent);
    member(out, "host", if worker { "" } else { HOSTS[session.host as usize] });
    let referer = if source == "server" && !worker {
        format!("{LMS}/courses/{}/course/", encoded(&course.id))
    } else {
        String::new()
    };
    member(out, "referer", &referer);
    member(
        out,
        "accept_language",
        if worker { "" } else { "en-GB,en;q=0.8,nb;q=0.5" },
    );
    out.extend_from_slice(b"\"event\": ");
    payload::write(out, &said, rng);
    out.extend_from_slice(b", \"time\": \"");
    time(out, moment.time, source, rng);
    out.extend_from_slice(b"\", ");
    member(out, "event_type", name);
    member(out, "event_source", source);
    out.extend_from_slice(b"\"page\": ");
    said.page(out, rng);
    out.push(b'}');
}

impl Said<'_> {
    fn source(&self) -> &'static str {
        match (self.moment.act, self.session.device) {
            (_, Device::Worker) => "task",
            (act, _) if !is_of_browser(act) => "server",
            (_, Device::Browser) => "browser",
            (_, Device::App) => "mobile",
        }
    }

    fn username(&self) -> &str {
        match self.session.learner {
            Some(learner) if self.session.device != Device::Worker => &self.site.learners[learner as usize].username,
            _ => "",
        }
    }

    /// The path of the request.
    fn path(&self) -> String {
        let id = &self.course.id;
        match self.moment.act {
            Act::Visit { unit, page, .. } => self.page_path(unit, page),
            Act::Author { .. } => format!("/library/{id}"),
            Act::CheckAnswer { problem, .. } => {
                let usage = &self.course.problems[problem as usize].block.usage;
                format!(
                    "/courses/{id}/xblock/{}/handler/xmodule_handler/problem_check",
                    in_path(usage)
                )
            }
            Act::Help { problem, help } if help != Help::AnswerAsked => {
                let usage = &self.course.problems[problem as usize].block.usage;
                let handler = match help {
                    Help::Hint(_) => "hint_button",
                    Help::Feedback => "problem_check",
                    Help::AnswerAsked | Help::AnswerShown => "problem_show",
                };
                format!(
                    "/courses/{id}/xblock/{}/handler/xmodule_handler/{handler}",
                    in_path(usage)
                )
            }
            Act::Read {
                video,
                reading: Reading::Downloaded,
            } => {
                let usage = &self.course.videos[video as usize].block.usage;
                format!("/courses/{id}/xblock/{}/handler/transcript/download", in_path(usage))
            }
            Act::Enrollment { .. } => "/api/enrollment/v1/enrollment".to_owned(),
            Act::Forum(_) => format!("/courses/{id}/discussion/i4x-general/threads/create"),
            Act::Task { .. } | Act::Mark { .. } => String::new(),
            _ => "/event".to_owned(),
        }
    }

    /// Pages and handlers that name the course (ES E-33).
    fn page_path(&self, unit: u16, page: Page) -> String {
        let id = &self.course.id;
        let unit = &self.course.units[unit as usize % self.course.units.len()];
        match page {
            Page::Home => format!("/courses/{id}/course/"),
            Page::Info => format!("/courses/{id}/info"),
            Page::Goto => format!(
                "/courses/{id}/xblock/{}/handler/xmodule_handler/goto_position",
                in_path(&self.course.sequentials[unit.sequential].usage)
            ),
            Page::Unit => format!("/xblock/{}", unit.usage),
            Page::JumpTo => format!("/courses/{id}/jump_to/{}", in_path(&unit.usage)),
            Page::Courseware => courseware(self.course, unit),
        }
    }

    fn context(&self, out: &mut Vec<u8>, path: &str, rng: &mut ChaCha8Rng) {
        let names_course = self.moment.course_from == CourseFrom::Context;
        let course_id = match self.moment.act {
            _ if !names_course => "",
            // The enrollment API stands outside of courses.
            Act::Enrollment { .. } => "",
            _ => &self.course.id,
        };
        out.extend_from_slice(b"\"course_id\": \"");
        escaped(out, course_id);
        if !course_id.is_empty() && rng.random_ratio(1, 400) {
            out.push(b' '); // Stripped before it is looked at (ES K-1).
        }
        out.extend_from_slice(b"\", \"course_user_tags\": {}, \"user_id\": ");
        match self.session.learner.map(learner::id) {
            None => out.extend_from_slice(if rng.random_ratio(1, 2) { b"null" } else { b"\"\"" }),
            Some(id) if rng.random_ratio(1, 60) => string(out, &id.to_string()),
            Some(id) => out.extend_from_slice(id.to_string().as_bytes()),
        }
        out.extend_from_slice(b", ");
        member(out, "path", path);
        member(out, "org_id", if course_id.is_empty() { "" } else { &self.course.org });
        if let Act::CheckAnswer { problem, .. } = self.moment.act {
            let block = &self.course.problems[problem as usize].block;
            out.extend_from_slice(b"\"module\": {");
            member(out, "display_name", &block.title);
            out.extend_from_slice(b"\"usage_key\": ");
            string(out, &block.usage);
            out.extend_from_slice(b"}, ");
            self.asides(out, self.course.problems[problem as usize].tags(self.moment.time));
        }
        if self.session.device == Device::App && self.source() == "mobile" {
            let received = self.moment.time
                + i64::from(self.moment.late) * 86_400 * SECOND
                + rng.random_range(SECOND / 5..3 * SECOND);
            out.extend_from_slice(b"\"received_at\": \"");
            stamp(out, received);
            out.extend_from_slice(b"+00:00\", \"client\": {\"app\": {\"name\": \"garden\", \"version\": \"4.2.1\"}, \"device\": {\"model\": \"SM-A546B\", \"type\": \"android\"}, \"network\": {\"wifi\": true}, \"os\": {\"name\": \"Android\", \"version\": \"14\"}}, ");
        }
        raw_member(out, "enterprise_uuid", "\"\"");
        out.truncate(out.len() - 2);
    }

    /// The tags of a problem; where it has none, in one of the ways of the LMS to say so.
    fn asides(&self, out: &mut Vec<u8>, tags: &Tags) {
        if tags.is_empty() {
            let empty: &[u8] = match self.moment.time % 3 {
                0 => b"\"asides\": {}, ",
                1 => b"\"asides\": {\"tagging_aside\": {}}, ",
                _ => b"\"asides\": {\"tagging_aside\": {\"saved_tags\": {}}}, ",
            };
            return out.extend_from_slice(empty);
        }
        out.extend_from_slice(b"\"asides\": {\"tagging_aside\": {\"saved_tags\": {");
        for (name, values) in tags {
            string(out, name);
            out.extend_from_slice(b": ");
            match values.as_slice() {
                [one] if self.moment.time % 2 == 0 => string(out, one),
                many => {
                    out.push(b'[');
                    for value in many {
                        string(out, value);
                        out.extend_from_slice(b", ");
                    }
                    out.truncate(out.len() - 2);
                    out.push(b']');
                }
            }
            out.extend_from_slice(b", ");
        }
        out.truncate(out.len() - 2);
        out.extend_from_slice(b"}}}, ");
    }

    fn page(&self, out: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
        match self.moment.act {
            Act::CheckAnswer { .. } | Act::CheckNothing => return out.extend_from_slice(b"\"x_module\""),
            _ if self.source() != "browser" => return out.extend_from_slice(b"null"),
            _ => {}
        }
        let id = &self.course.id;
        let unit = &self.course.units[unit_of(self.course, self.moment.act)];
        let sequential = last_part(&self.course.sequentials[unit.sequential].usage);
        let page = match (self.moment.course_from, rng.random_range(0..6)) {
            (CourseFrom::FrontEnd, _) => {
                let (sequential, unit) = (&self.course.sequentials[unit.sequential].usage, &unit.usage);
                format!(
                    "https://apps.learn.example.org/learning/course/{}/{sequential}/{unit}",
                    with_percent(id, false)
                )
            }
            (_, 0) => format!("{LMS}/courses/{}/courseware/{sequential}/?child=first", encoded(id)),
            (_, 1) => format!("{LMS}/courses/{}#top", with_percent(id, false)),
            (_, _) => format!("{LMS}/courses/{}/courseware/{sequential}/", with_percent(id, false)),
        };
        string(out, &page);
    }
}

/// Whether it is the browser or app that tells of it.
pub(crate) fn is_of_browser(act: Act) -> bool {
    !matches!(
        act,
        Act::CheckAnswer { .. }
            | Act::CheckNothing
            | Act::Help {
                help: Help::Hint(_) | Help::Feedback | Help::AnswerShown,
                ..
            }
            | Act::Read {
                reading: Reading::Downloaded,
                ..
            }
            | Act::FinishProblem { .. }
            | Act::FinishVideo { .. }
            | Act::Enrollment { .. }
            | Act::Forum(_)
            | Act::Visit { .. }
            | Act::Author { .. }
            | Act::Task { .. }
            | Act::Mark { .. }
    )
}

/// The unit somebody is at while they do something.
pub(crate) fn unit_of(course: &Course, act: Act) -> usize {
    match act {
        Act::Turn { unit } | Act::Leave { unit } => usize::from(unit) % course.units.len(),
        Act::SendAnswer { problem, .. } | Act::Help { problem, .. } => course.problems[usize::from(problem)].block.unit,
        Act::LoadVideo { video }
        | Act::PlayVideo { video, .. }
        | Act::PauseVideo { video, .. }
        | Act::SeekVideo { video, .. }
        | Act::StopVideo { video, .. }
        | Act::ChangeSpeed { video, .. }
        | Act::Read { video, .. } => course.videos[usize::from(video)].block.unit,
        _ => 0,
    }
}

/// The page of the subsection a unit is in.
pub(crate) fn courseware(course: &Course, unit: &Unit) -> String {
    let chapter = last_part(&course.chapters[unit.chapter].usage);
    let sequential = last_part(&course.sequentials[unit.sequential].usage);
    format!("/courses/{}/courseware/{chapter}/{sequential}/", course.id)
}

/// A usage key in a path: slashes of old keys are written in another way.
fn in_path(usage: &str) -> String {
    usage.replace('/', ";_")
}

fn last_part(usage: &str) -> &str {
    usage.rsplit(['@', '/']).next().unwrap_or(usage)
}

/// Percent-encodes everything that is no letter, digit or plain sign, but no slash.
fn encoded(id: &str) -> String {
    with_percent(id, true)
}

fn with_percent(id: &str, signs_too: bool) -> String {
    let mut out = Vec::with_capacity(id.len() + 16);
    for byte in id.bytes() {
        let keep = byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) || (!signs_too && b"+:@".contains(&byte));
        if keep {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `YYYY-MM-DDTHH:MM:SS[.ffffff]`: no fraction where it is zero (ES 1.4).
pub(crate) fn stamp(out: &mut Vec<u8>, micros: i64) {
    let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    let (date, fraction) = (time.date_naive(), micros.rem_euclid(SECOND));
    // Writing to memory does not fail.
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    if fraction != 0 {
        let _ = write!(out, ".{fraction:06}");
    }
}

/// The time; clients now and then write it in another way (ES E-30).
fn time(out: &mut Vec<u8>, micros: i64, source: &str, rng: &mut ChaCha8Rng) {
    let hour = 3600 * SECOND;
    let form = if source == "server" || source == "task" {
        5
    } else {
        rng.random_range(0..300)
    };
    match form {
        0 => {
            stamp(out, micros);
            out.push(b'Z');
        }
        1 => {
            stamp(out, micros + 5 * hour + hour / 2);
            out.extend_from_slice(b"+05:30");
        }
        2 => {
            stamp(out, micros - 8 * hour);
            out.extend_from_slice(b"-0800");
        }
        3 => stamp(out, micros),
        4 => {
            let begin = out.len();
            stamp(out, micros);
            out[begin + 10] = b' ';
        }
        _ => {
            stamp(out, micros);
            out.extend_from_slice(b"+00:00");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_second_has_no_fraction() {
        let text = |micros| {
            let mut out = Vec::new();
            stamp(&mut out, micros);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(1_700_000_000_000_000), "2023-11-14T22:13:20");
        assert_eq!(text(1_700_000_000_000_042), "2023-11-14T22:13:20.000042");
    }
}

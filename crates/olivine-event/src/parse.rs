//! From a line to an event.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

use crate::course_key;
use crate::event::{Enrollment, Event, EventId, Forum, Problem, Video};
use crate::json::{Document, Flaw, Value};
use crate::payload::{self, Payload};
use crate::reason::Reason;
use crate::{time, url};

/// Reads a line of a tracking log, with or without its line end, with or without noise before the object.
///
/// # Errors
/// Why the line is no event.
pub fn parse(line: &[u8]) -> Result<Event<'_>, Reason> {
    let line = trimmed(line);
    let (json, document) = find_object(line)?;
    let root = document.root();

    let time_value = root
        .get("time")
        .filter(|value| !value.is_null())
        .ok_or(Reason::NoTime)?;
    let time_text = time_value.as_text().ok_or(Reason::TimeNotText)?;
    if time_text.is_empty() {
        return Err(Reason::NoTime);
    }
    let time = time::parse(time_text).ok_or(Reason::BadTime)?;

    let context = root.get("context").filter(|context| context.is_object());
    let in_context = |name: &str| context.and_then(|context| context.get(name));
    let event_type = text(root.get("event_type"));
    let event_source = text(root.get("event_source"));
    let page = text(root.get("page"));
    let course = Courses::find(context, event_source.as_deref(), event_type.as_deref(), page.as_deref());
    let org_id = text(in_context("org_id")).filter(|org| !org.is_empty()).or_else(|| {
        course
            .with_url
            .as_deref()
            .and_then(course_key::org)
            .map(|org| Cow::Owned(org.to_owned()))
    });
    let received_at = in_context("received_at")
        .and_then(Value::as_text)
        .and_then(|text| time::parse(text));

    let mut event = Event {
        id: EventId(root.hash()),
        time: time.micros,
        time_text: if time.is_plain { None } else { text(Some(time_value)) },
        name: text(root.get("name")),
        username: stripped(root.get("username")),
        user_id: user_id(in_context("user_id")),
        course_id: course.in_context,
        course_id_or_url: course.with_url,
        course_id_from_mfe: course.in_micro_front_end,
        org_id,
        ip: text(root.get("ip")).filter(|ip| !ip.is_empty()),
        session: text(root.get("session")).filter(|session| !session.is_empty()),
        agent: text(root.get("agent")),
        host: text(root.get("host")),
        referer: text(root.get("referer")),
        received_at: received_at.map(|time| time.micros),
        synthesized: root.get("synthesized").is_some_and(|made| !made.is_null()),
        event_type,
        event_source,
        page,
        enrollment: None,
        problem: None,
        video: None,
        forum: None,
        json,
    };
    read_payload(&mut event, root.get("event"));
    Ok(event)
}

/// Without the line end, and without the NULs that a hole after a crash leaves (`ES 1.2`).
fn trimmed(line: &[u8]) -> &[u8] {
    let end = line
        .iter()
        .rposition(|byte| !matches!(byte, 0 | b'\n' | b'\r'))
        .map_or(0, |last| last + 1);
    &line[..end]
}

/// The whole line as JSON; else the text from the first `{` to a last `}` that ends the line (`ES 1.2`).
fn find_object(line: &[u8]) -> Result<(&[u8], Document<'_>), Reason> {
    let begin = memchr(b'{', line).ok_or(Reason::NoObject)?;
    // Most lines begin with the object; a JSON value of another kind is told apart from damage.
    if line[..begin].iter().all(u8::is_ascii_whitespace) {
        return match Document::read(&line[begin..]) {
            Ok(document) => Ok((&line[begin..=memrchr(b'}', line).unwrap_or(begin)], document)),
            Err(flaw) => Err(reason_of(flaw)),
        };
    }
    let end = memrchr(b'}', line).filter(|end| *end > begin);
    let end = end.filter(|end| {
        line[end + 1..]
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0x0b)
    });
    let cut = end.map(|end| &line[begin..=end]);
    match cut {
        Some(cut) => Document::read(cut).map(|document| (cut, document)).map_err(reason_of),
        None if Document::read(line).is_ok() => Err(Reason::NotAnObject),
        None => Err(Reason::BadJson),
    }
}

fn reason_of(flaw: Flaw) -> Reason {
    match flaw {
        Flaw::Malformed => Reason::BadJson,
        Flaw::TooDeep => Reason::TooDeep,
    }
}

/// The courses that an event names.
struct Courses<'a> {
    in_context: Option<Cow<'a, str>>,
    with_url: Option<Cow<'a, str>>,
    in_micro_front_end: Option<Cow<'a, str>>,
}

impl<'a> Courses<'a> {
    /// `ES E-33`.
    fn find(
        context: Option<Value<'_, 'a>>,
        source: Option<&str>,
        event_type: Option<&str>,
        page: Option<&str>,
    ) -> Self {
        let none = Self {
            in_context: None,
            with_url: None,
            in_micro_front_end: None,
        };
        let Some(context) = context else { return none };
        if let Some(course) = stripped(context.get("course_id")) {
            let valid = Some(course).filter(|course| course_key::is_valid(course));
            return Self {
                in_context: valid.clone(),
                with_url: valid,
                in_micro_front_end: None,
            };
        }
        let address = match source {
            Some("server") => event_type,
            Some("browser") => page,
            _ => None,
        };
        let Some(address) = address else { return none };
        match url::course_of(address) {
            Some(course) => Self {
                with_url: Some(Cow::Owned(course)),
                ..none
            },
            None => Self {
                in_micro_front_end: url::course_of_micro_front_end(address).map(Cow::Owned),
                ..none
            },
        }
    }
}

fn read_payload<'a>(event: &mut Event<'a>, value: Option<Value<'_, 'a>>) {
    let Some(event_type) = event.event_type.as_deref() else {
        return;
    };
    let kind = Kind::of(event_type, event.event_source.as_deref());
    let Some(kind) = kind else { return };
    match payload::decode(value) {
        Ok(Payload::Inline(object)) => kind.fill(event, object),
        Ok(Payload::Text(document)) => {
            // What is read from a text that was decoded for this does not live as long as the line.
            let mut inner = Hot::default();
            kind.read(&mut inner, document.root());
            inner.into_owned().store(event);
        }
        Ok(Payload::Empty) => Hot::empty(kind).store(event),
        Err(_) => {}
    }
}

/// Families of events whose payload is read.
#[derive(Clone, Copy)]
enum Kind {
    Enrollment,
    Problem,
    Video,
    Forum,
}

impl Kind {
    fn of(event_type: &str, source: Option<&str>) -> Option<Self> {
        match event_type {
            "problem_check" => (source == Some("server")).then_some(Self::Problem),
            "play_video" | "pause_video" | "stop_video" | "seek_video" | "speed_change_video" | "load_video" => {
                Some(Self::Video)
            }
            _ if event_type.starts_with("edx.course.enrollment.") => Some(Self::Enrollment),
            _ if event_type.starts_with("edx.forum.") => Some(Self::Forum),
            _ => None,
        }
    }

    fn fill<'a>(self, event: &mut Event<'a>, object: Value<'_, 'a>) {
        let mut hot = Hot::default();
        self.read(&mut hot, object);
        hot.store(event);
    }

    fn read<'a>(self, hot: &mut Hot<'a>, payload: Value<'_, 'a>) {
        let number = |name: &str| payload.get(name).and_then(number);
        match self {
            Self::Enrollment => {
                let course = stripped(payload.get("course_id")).filter(|course| course_key::is_valid(course));
                hot.enrollment = Some(Enrollment {
                    user_id: user_id(payload.get("user_id")),
                    course_id: course,
                    mode: text(payload.get("mode")),
                });
            }
            Self::Problem => {
                hot.problem = Some(Problem {
                    id: text(payload.get("problem_id")),
                    success: text(payload.get("success")),
                    attempts: payload.get("attempts").and_then(Value::as_integer),
                    grade: number("grade"),
                    max_grade: number("max_grade"),
                });
            }
            Self::Video => {
                hot.video = Some(Video {
                    id: stripped(payload.get("id")),
                    code: text(payload.get("code")),
                    position: number("currentTime"),
                    old_position: number("old_time"),
                    new_position: number("new_time"),
                    duration: number("duration"),
                    speed: number("new_speed").or_else(|| number("speed")),
                });
            }
            Self::Forum => {
                hot.forum = Some(Forum {
                    topic: text(payload.get("commentable_id")),
                    vote: text(payload.get("vote_value")),
                    vote_undone: payload.get("undo_vote").and_then(Value::as_bool),
                    target: stripped(payload.get("target_username")),
                });
            }
        }
    }
}

/// The payload fields that are read, before they are put into the event.
#[derive(Default)]
struct Hot<'a> {
    enrollment: Option<Enrollment<'a>>,
    problem: Option<Problem<'a>>,
    video: Option<Video<'a>>,
    forum: Option<Forum<'a>>,
}

impl<'a> Hot<'a> {
    fn empty(kind: Kind) -> Self {
        let mut hot = Self::default();
        match kind {
            Kind::Enrollment => hot.enrollment = Some(Enrollment::default()),
            Kind::Problem => hot.problem = Some(Problem::default()),
            Kind::Video => hot.video = Some(Video::default()),
            Kind::Forum => hot.forum = Some(Forum::default()),
        }
        hot
    }

    fn store(self, event: &mut Event<'a>) {
        event.enrollment = self.enrollment;
        event.problem = self.problem;
        event.video = self.video;
        event.forum = self.forum;
    }

    fn into_owned<'b>(self) -> Hot<'b> {
        fn owned<'b>(text: Option<Cow<'_, str>>) -> Option<Cow<'b, str>> {
            text.map(|text| Cow::Owned(text.into_owned()))
        }
        Hot {
            enrollment: self.enrollment.map(|it| Enrollment {
                user_id: it.user_id,
                course_id: owned(it.course_id),
                mode: owned(it.mode),
            }),
            problem: self.problem.map(|it| Problem {
                id: owned(it.id),
                success: owned(it.success),
                attempts: it.attempts,
                grade: it.grade,
                max_grade: it.max_grade,
            }),
            video: self.video.map(|it| Video {
                id: owned(it.id),
                code: owned(it.code),
                position: it.position,
                old_position: it.old_position,
                new_position: it.new_position,
                duration: it.duration,
                speed: it.speed,
            }),
            forum: self.forum.map(|it| Forum {
                topic: owned(it.topic),
                vote: owned(it.vote),
                vote_undone: it.vote_undone,
                target: owned(it.target),
            }),
        }
    }
}

/// A text without NUL characters; none for values of other types.
fn text<'a>(value: Option<Value<'_, 'a>>) -> Option<Cow<'a, str>> {
    let text = value?.as_text()?.clone();
    Some(if text.contains('\0') {
        Cow::Owned(text.replace('\0', ""))
    } else {
        text
    })
}

/// A text without surrounding white space; none when nothing is left.
fn stripped<'a>(value: Option<Value<'_, 'a>>) -> Option<Cow<'a, str>> {
    let text = text(value)?;
    let stripped = text.trim();
    match (&text, stripped.len()) {
        (_, 0) => None,
        (_, length) if length == text.len() => Some(text),
        (Cow::Borrowed(text), _) => Some(Cow::Borrowed(text.trim())),
        (Cow::Owned(_), _) => Some(Cow::Owned(stripped.to_owned())),
    }
}

/// A positive whole number, or a text of ASCII digits that is one (`ES E-32`).
fn user_id(value: Option<Value<'_, '_>>) -> Option<i64> {
    let value = value?;
    let digits = |text: &Cow<'_, str>| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten()
    };
    value
        .as_integer()
        .or_else(|| value.as_text().and_then(digits))
        .filter(|id| *id > 0)
}

/// A finite number, also written as text.
fn number(value: Value<'_, '_>) -> Option<f64> {
    let written = || {
        value
            .as_text()?
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    value.as_number().or_else(written)
}

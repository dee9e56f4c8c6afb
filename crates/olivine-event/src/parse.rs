//! From a line to an event.

use memchr::memchr;

use crate::context::Context;
use crate::event::{Event, EventId, Unread};
use crate::fields::{nonempty, stripped, text};
use crate::hot;
use crate::json::{Document, Flaw, Value};
use crate::reason::Reason;
use crate::time;

/// Reads a line of a tracking log, with or without its line end, with or without noise before the object.
///
/// # Errors
/// Why the line is no event.
pub fn parse(line: &[u8]) -> Result<Event<'_>, Reason> {
    let (json, (document, content_hash)) = find_object(trimmed(line), Document::read_hashed)?;
    let envelope = Envelope::of(document.root());

    let time_value = envelope.time.filter(|value| !value.is_null()).ok_or(Reason::NoTime)?;
    let time_text = time_value.as_text().ok_or(Reason::TimeNotText)?;
    if time_text.is_empty() {
        return Err(Reason::NoTime);
    }
    let time = time::parse(time_text).ok_or(Reason::BadTime)?;

    let event_type = text(envelope.event_type);
    let event_source = text(envelope.event_source);
    let page = nonempty(envelope.page);
    let context = Context::read(
        envelope.context,
        event_source.as_deref(),
        event_type.as_deref(),
        page.as_deref(),
    );
    let (has_payload, hot) = hot::read(event_type.as_deref(), event_source.as_deref(), envelope.event);
    Ok(Event {
        id: EventId(content_hash),
        time: time.micros,
        time_text: if time.is_plain { None } else { text(Some(time_value)) },
        event_type,
        event_source,
        name: text(envelope.name),
        username: stripped(envelope.username),
        user_id: context.user_id,
        course_id: context.course_id,
        course_id_or_url: context.course_id_or_url,
        course_id_from_mfe: context.course_id_from_mfe,
        org_id: context.org_id,
        ip: nonempty(envelope.ip),
        session: nonempty(envelope.session),
        agent: nonempty(envelope.agent),
        host: nonempty(envelope.host),
        page,
        referer: nonempty(envelope.referer),
        received_at: context.received_at,
        synthesized: envelope.synthesized.is_some_and(|made| !made.is_null()),
        has_payload,
        enrollment: hot.enrollment,
        problem: hot.problem,
        video: hot.video,
        forum: hot.forum,
        unread: Unread {
            enrollment_course_id: hot.unread.enrollment_course_id,
            enrollment_user_id: hot.unread.enrollment_user_id,
            ..context.unread
        },
        json,
    })
}

/// Reads the object of a line without asking whether it is an event: for who wants parts of it that [`crate::Event`] has not.
///
/// # Errors
/// Why the line holds no object.
pub fn read_object(line: &[u8]) -> Result<Document<'_>, Reason> {
    let (_, document) = find_object(trimmed(line), Document::read)?;
    Ok(document)
}

/// Without what ends a line: white space, and the NULs that a hole after a crash leaves (`ES 1.2`).
fn trimmed(line: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, 0 | 0x0b) || byte.is_ascii_whitespace();
    let end = line.iter().rposition(|byte| !is_end(byte)).map_or(0, |last| last + 1);
    &line[..end]
}

/// The whole line as JSON; else the text from the first `{` to a last `}` that ends the line (`ES 1.2`).
fn find_object<'a, T>(line: &'a [u8], read: impl Fn(&'a [u8]) -> Result<T, Flaw>) -> Result<(&'a [u8], T), Reason> {
    let begin = memchr(b'{', line).ok_or(Reason::NoObject)?;
    if line.ends_with(b"}") {
        // Most lines begin with the object, and a JSON value that begins with another character cannot end so: reading from the
        // first brace on is both the first and the second attempt.
        let object = &line[begin..];
        return match read(object) {
            Ok(document) => Ok((object, document)),
            Err(Flaw::Malformed) => Err(Reason::BadJson),
            Err(Flaw::TooDeep) => Err(Reason::TooDeep),
        };
    }
    // A whole value that does not end in a brace is no object.
    Err(if Document::read(line).is_ok() {
        Reason::NotAnObject
    } else {
        Reason::BadJson
    })
}

/// The members of an event that are read, found in one pass. Of members with the same name the last counts (`ES E-20`).
#[derive(Default)]
struct Envelope<'d, 'a> {
    time: Option<Value<'d, 'a>>,
    event_type: Option<Value<'d, 'a>>,
    event_source: Option<Value<'d, 'a>>,
    name: Option<Value<'d, 'a>>,
    username: Option<Value<'d, 'a>>,
    context: Option<Value<'d, 'a>>,
    event: Option<Value<'d, 'a>>,
    ip: Option<Value<'d, 'a>>,
    session: Option<Value<'d, 'a>>,
    agent: Option<Value<'d, 'a>>,
    host: Option<Value<'d, 'a>>,
    page: Option<Value<'d, 'a>>,
    referer: Option<Value<'d, 'a>>,
    synthesized: Option<Value<'d, 'a>>,
}

impl<'d, 'a> Envelope<'d, 'a> {
    fn of(object: Value<'d, 'a>) -> Self {
        let mut envelope = Self::default();
        for member in object.members() {
            let place = match member.name() {
                "time" => &mut envelope.time,
                "event_type" => &mut envelope.event_type,
                "event_source" => &mut envelope.event_source,
                "name" => &mut envelope.name,
                "username" => &mut envelope.username,
                "context" => &mut envelope.context,
                "event" => &mut envelope.event,
                "ip" => &mut envelope.ip,
                "session" => &mut envelope.session,
                "agent" => &mut envelope.agent,
                "host" => &mut envelope.host,
                "page" => &mut envelope.page,
                "referer" => &mut envelope.referer,
                "synthesized" => &mut envelope.synthesized,
                _ => continue,
            };
            *place = Some(member);
        }
        envelope
    }
}

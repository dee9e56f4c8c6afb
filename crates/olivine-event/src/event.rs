//! What one tracking event is.

use std::borrow::Cow;

use chrono::NaiveDate;

/// Raised when the same line may give another [`Event`]; stored with each event, so that older ones can be found.
pub const PARSER_VERSION: i32 = 4;

/// The identity of an event: a hash of its JSON content. Key order, white space, the spelling of escapes, and what stood before
/// the object in its line do not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub u128);

/// A tracking event. Texts are free of NUL characters (`ES E-15`); none of them is checked beyond what is said here.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'a> {
    /// Identity by content.
    pub id: EventId,
    /// When it happened: microseconds since 1970, UTC (`ES E-30`).
    pub time: i64,
    /// The raw `time`, only where it is not of the form the LMS writes and the old pipeline may have understood it otherwise.
    pub time_text: Option<Cow<'a, str>>,
    /// Explicit name, or URL path of an implicit event.
    pub event_type: Option<Cow<'a, str>>,
    /// `server`, `browser`, `mobile`, `task`.
    pub event_source: Option<Cow<'a, str>>,
    /// Newer synonym of the type.
    pub name: Option<Cow<'a, str>>,
    /// LMS user name, stripped; blank is none (`ES E-31`).
    pub username: Option<Cow<'a, str>>,
    /// `context.user_id`: positive (`ES E-32`).
    pub user_id: Option<i64>,
    /// `context.course_id`, stripped and valid as the old pipeline saw it (`ES E-33` 1, 2).
    pub course_id: Option<Cow<'a, str>>,
    /// The same, else the course of the URL (`ES E-33` 3).
    pub course_id_or_url: Option<Cow<'a, str>>,
    /// The course of a micro front end's address, where the others know none.
    pub course_id_from_mfe: Option<Cow<'a, str>>,
    /// `context.org_id`, else the organisation of the course (`ES E-34`).
    pub org_id: Option<Cow<'a, str>>,
    /// Client address as logged; empty is none, here and below.
    pub ip: Option<Cow<'a, str>>,
    /// Browser session.
    pub session: Option<Cow<'a, str>>,
    /// Browser identification.
    pub agent: Option<Cow<'a, str>>,
    /// Host name of the site.
    pub host: Option<Cow<'a, str>>,
    /// URL of the page, browser events.
    pub page: Option<Cow<'a, str>>,
    /// URL of the page before.
    pub referer: Option<Cow<'a, str>>,
    /// `context.received_at`: when the server got a mobile event; microseconds since 1970, UTC.
    pub received_at: Option<i64>,
    /// Whether it was made from a database, not logged (`ES 1.10`).
    pub synthesized: bool,
    /// Whether it carries a payload that is an object, as itself or as text (`ES 1.6`).
    pub has_payload: bool,
    /// Payload of enrollment events.
    pub enrollment: Option<Enrollment<'a>>,
    /// Payload of server `problem_check` events.
    pub problem: Option<Problem<'a>>,
    /// Payload of video player events.
    pub video: Option<Video<'a>>,
    /// Payload of forum events.
    pub forum: Option<Forum<'a>>,
    /// What it says in vain.
    pub unread: Unread,
    /// The JSON object as it stands in the line.
    pub json: &'a [u8],
}

/// Members of an event whose values say nothing: it counts as an event without them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// `context.course_id` is no course key, or one that is too long (`ES E-33` 2, `K-6`).
    pub course_id: bool,
    /// `context.course_id` is a key that stands for a course with `compat.keys` only (`ES K-5`).
    pub odd_course_id: bool,
    /// `context.user_id` is no number of a person (`ES E-32`).
    pub user_id: bool,
    /// `course_id` of the payload of an enrollment event is no course key.
    pub enrollment_course_id: bool,
    /// `user_id` of the payload of an enrollment event is no number of a person.
    pub enrollment_user_id: bool,
}

impl Unread {
    /// Names of the members, as counters have them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let all = [
            (self.course_id, "course_id"),
            (self.odd_course_id, "odd_course_id"),
            (self.user_id, "user_id"),
            (self.enrollment_course_id, "enrollment_course_id"),
            (self.enrollment_user_id, "enrollment_user_id"),
        ];
        all.into_iter()
            .filter_map(|(is_unread, name)| is_unread.then_some(name))
    }
}

impl Event<'_> {
    /// The UTC day of the event. Times are read with four-digit years, all of which have a day.
    pub fn date(&self) -> NaiveDate {
        crate::time::date_of(self.time).unwrap_or_default()
    }
}

/// Payload of `edx.course.enrollment.activated`, `.deactivated`, `.mode_changed` and `.validated` (`EN 3.2`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enrollment<'a> {
    /// Whose enrollment: positive.
    pub user_id: Option<i64>,
    /// In which course, stripped and valid as the old pipeline saw it.
    pub course_id: Option<Cow<'a, str>>,
    /// Enrollment track.
    pub mode: Option<Cow<'a, str>>,
}

/// Payload of a graded submission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem<'a> {
    /// Usage key.
    pub id: Option<Cow<'a, str>>,
    /// `correct` or `incorrect`.
    pub success: Option<Cow<'a, str>>,
    /// How many submissions the learner has made, this one included.
    pub attempts: Option<i64>,
    /// Points.
    pub grade: Option<f64>,
    /// Most points possible.
    pub max_grade: Option<f64>,
}

/// Payload of a player event. Positions and duration in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Video<'a> {
    /// Encoded module id, stripped.
    pub id: Option<Cow<'a, str>>,
    /// `html5`, `mobile`, `hls`, or a YouTube id.
    pub code: Option<Cow<'a, str>>,
    /// `currentTime`; for a pause without it, 0 (`PF V5`).
    pub position: Option<f64>,
    /// `old_time` of a seek.
    pub old_position: Option<f64>,
    /// `new_time` of a seek.
    pub new_position: Option<f64>,
    /// `duration`.
    pub duration: Option<f64>,
    /// `new_speed` of a speed change, else `speed`.
    pub speed: Option<f64>,
}

/// Payload of a forum event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forum<'a> {
    /// `commentable_id`: the discussion topic.
    pub topic: Option<Cow<'a, str>>,
    /// `vote_value` of a vote: `up` or `down`.
    pub vote: Option<Cow<'a, str>>,
    /// Whether a vote was taken back.
    pub vote_undone: Option<bool>,
    /// `target_username` of a vote, stripped.
    pub target: Option<Cow<'a, str>>,
}

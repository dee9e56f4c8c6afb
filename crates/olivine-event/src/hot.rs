//! The payload fields that built-in reports need, as types: enrollment, problem, video and forum events.

use std::borrow::Cow;

use crate::course_key;
use crate::event::{Enrollment, Forum, Problem, Unread, Video};
use crate::fields::{self, says_something, stripped, text, user_id};
use crate::json::Value;
use crate::payload::{self, Payload};

/// Reads the payload of an event, when its family is one whose payload is read. Also says whether there is one.
pub(crate) fn read<'a>(
    event_type: Option<&str>,
    source: Option<&str>,
    event: Option<Value<'_, 'a>>,
) -> (bool, Hot<'a>) {
    let Ok(payload) = payload::decode(event) else {
        return (false, Hot::default());
    };
    let Some((event_type, kind)) = event_type.and_then(|name| Some((name, Kind::of(name, source)?))) else {
        return (true, Hot::default());
    };
    let hot = match payload {
        Payload::Inline(object) => kind.read(event_type, object),
        // What is read from a text that was decoded for this does not live as long as the line.
        Payload::Text(document) => kind.read(event_type, document.root()).into_owned(),
    };
    (true, hot)
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
            "play_video" | "pause_video" | "stop_video" | "seek_video" | "speed_change_video" | "load_video"
            | "complete_video" => Some(Self::Video),
            _ if event_type.starts_with("edx.video.") => Some(Self::Video),
            _ if event_type.starts_with("edx.course.enrollment.") => Some(Self::Enrollment),
            _ if event_type.starts_with("edx.forum.") => Some(Self::Forum),
            _ => None,
        }
    }

    fn read<'a>(self, event_type: &str, payload: Value<'_, 'a>) -> Hot<'a> {
        let mut hot = Hot::default();
        let number = |name: &str| payload.get(name).and_then(fields::number);
        match self {
            Self::Enrollment => {
                let (course, user) = (payload.get("course_id"), payload.get("user_id"));
                let enrollment = Enrollment {
                    user_id: user_id(user),
                    course_id: stripped(course).filter(|course| course_key::is_valid(course)),
                    mode: text(payload.get("mode")),
                };
                hot.unread.enrollment_course_id = enrollment.course_id.is_none() && course.is_some_and(says_something);
                hot.unread.enrollment_user_id = enrollment.user_id.is_none() && user.is_some_and(says_something);
                hot.enrollment = Some(enrollment);
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
            Self::Video => hot.video = Some(video(event_type, payload)),
            Self::Forum => {
                hot.forum = Some(Forum {
                    topic: text(payload.get("commentable_id")),
                    vote: text(payload.get("vote_value")),
                    vote_undone: payload.get("undo_vote").and_then(Value::as_bool),
                    target: stripped(payload.get("target_username")),
                });
            }
        }
        hot
    }
}

/// A player event. One that the old pipeline could not read for viewings, a play whose `code` is no text or a `duration` that is
/// neither number nor text (`PF 7.2`), has only its id: it says which video (`PF E4`), but not where.
fn video<'a>(event_type: &str, payload: Value<'_, 'a>) -> Video<'a> {
    let is_there = |value: &Value<'_, 'a>| !value.is_null();
    let id = stripped(payload.get("id"));
    let code = payload.get("code").filter(is_there);
    let duration = payload.get("duration").filter(is_there);
    let has_odd_code = event_type == "play_video" && code.is_some_and(|code| code.as_text().is_none());
    let is_odd = |duration: Value<'_, 'a>| duration.as_text().is_none() && fields::number_or_truth(duration).is_none();
    if has_odd_code || duration.is_some_and(is_odd) {
        return Video { id, ..Video::default() };
    }
    let position = match payload.get("currentTime") {
        // The name that apps give it, where their own names of the events are kept (`MS b.1`).
        None if event_type.starts_with("edx.video.") => payload.get("current_time"),
        position => position,
    };
    let position = match position {
        // A pause that does not say where is one at the beginning (`PF V5`).
        None if matches!(event_type, "pause_video" | "edx.video.paused") => Some(0.0),
        position => position.and_then(fields::number_or_truth),
    };
    let offset = |name: &str| payload.get(name).and_then(fields::number_or_truth);
    let number = |name: &str| payload.get(name).and_then(fields::number);
    Video {
        id,
        code: text(code),
        position,
        old_position: offset("old_time"),
        new_position: offset("new_time"),
        duration: offset("duration"),
        speed: number("new_speed").or_else(|| number("speed")),
    }
}

/// The payload fields that are read: those of one family at most.
#[derive(Default)]
pub(crate) struct Hot<'a> {
    pub(crate) enrollment: Option<Enrollment<'a>>,
    pub(crate) problem: Option<Problem<'a>>,
    pub(crate) video: Option<Video<'a>>,
    pub(crate) forum: Option<Forum<'a>>,
    pub(crate) unread: Unread,
}

impl<'a> Hot<'a> {
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
            unread: self.unread,
        }
    }
}

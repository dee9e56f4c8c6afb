//! The payload fields that built-in reports need, as types: enrollment, problem, video and forum events.

use std::borrow::Cow;

use crate::course_key;
use crate::event::{Enrollment, Forum, Problem, Video};
use crate::fields::{self, stripped, text, user_id};
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
            "play_video" | "pause_video" | "stop_video" | "seek_video" | "speed_change_video" | "load_video" => {
                Some(Self::Video)
            }
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
                    position: match payload.get("currentTime") {
                        // A pause that does not say where is one at the begin (`PF V5`).
                        None if event_type == "pause_video" => Some(0.0),
                        position => position.and_then(fields::number),
                    },
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
        hot
    }
}

/// The payload fields that are read: those of one family at most.
#[derive(Default)]
pub(crate) struct Hot<'a> {
    pub(crate) enrollment: Option<Enrollment<'a>>,
    pub(crate) problem: Option<Problem<'a>>,
    pub(crate) video: Option<Video<'a>>,
    pub(crate) forum: Option<Forum<'a>>,
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
        }
    }
}

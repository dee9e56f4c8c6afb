//! Name and payload of each kind of event.

use std::io::Write;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::course::{Course, ToldLength};
use crate::help::HINTS;
use crate::json::{member, string};
use crate::learner;
use crate::line::Said;
use crate::moment::{Act, Change, Device, Flaw, Help, Mark, Position, Reading, Request};

mod answer;
pub(crate) mod forum;

/// Length at which the LMS cuts the payload of an implicit event (ES 1.5).
const IMPLICIT_LIMIT: usize = 512;

/// The name of an event; none for implicit ones, which are named by their path.
pub(crate) fn name(said: &Said<'_>) -> Option<&'static str> {
    Some(match said.moment.act {
        Act::Visit { .. } | Act::Author { .. } => return None,
        Act::Read { reading, .. } => return name_of_reading(reading, said.session.device),
        Act::Turn { unit: 0 } => "edx.ui.lms.sequence.tab_selected",
        Act::Turn { .. } => "edx.ui.lms.sequence.next_selected",
        Act::Leave { .. } => "page_close",
        Act::Screen => "edx.bi.app.navigation.screen",
        Act::LoadVideo { .. } => "load_video",
        Act::PlayVideo { .. } => "play_video",
        Act::PauseVideo { .. } => "pause_video",
        Act::SeekVideo { .. } => "seek_video",
        Act::StopVideo { .. } => "stop_video",
        Act::ChangeSpeed { .. } => "speed_change_video",
        Act::SendAnswer { .. } | Act::CheckAnswer { .. } | Act::CheckNothing => "problem_check",
        Act::Help { help, .. } => match help {
            Help::Hint(_) => "edx.problem.hint.demandhint_displayed",
            Help::Feedback => "edx.problem.hint.feedback_displayed",
            Help::AnswerAsked => "problem_show",
            Help::AnswerShown => "showanswer",
        },
        Act::ReadBook { .. } => "book",
        Act::FinishProblem { .. } | Act::FinishVideo { .. } => "edx.completion.block_completion.changed",
        Act::Forum(post) => forum::name(post),
        Act::Enrollment {
            change: Change::Activated,
            ..
        } => "edx.course.enrollment.activated",
        Act::Enrollment {
            change: Change::Deactivated,
            ..
        } => "edx.course.enrollment.deactivated",
        Act::Enrollment {
            change: Change::ModeChanged,
            ..
        } => "edx.course.enrollment.mode_changed",
        Act::Task { .. } => "edx.grades.subsection.grade_calculated",
        Act::Mark { mark, .. } => match mark {
            Mark::Grade { .. } => "edx.grades.course.grade_calculated",
            Mark::PassedFirst => "edx.course.grade.passed.first_time",
            Mark::NowPassed => "edx.course.grade.now_passed",
            Mark::NowFailed => "edx.course.grade.now_failed",
        },
    })
}

/// The app has names of its own for what browsers always called otherwise.
fn name_of_reading(reading: Reading, device: Device) -> Option<&'static str> {
    let is_app = device == Device::App;
    Some(match reading {
        Reading::TranscriptShown if is_app => "edx.video.transcript.shown",
        Reading::TranscriptShown => "show_transcript",
        Reading::TranscriptHidden if is_app => "edx.video.transcript.hidden",
        Reading::TranscriptHidden => "hide_transcript",
        Reading::CaptionsShown => "edx.video.closed_captions.shown",
        Reading::CaptionsHidden => "edx.video.closed_captions.hidden",
        Reading::MenuOpened if is_app => "edx.video.language_menu.shown",
        Reading::MenuOpened => "video_show_cc_menu",
        Reading::Downloaded => return None,
    })
}

/// Appends the value of `event`.
pub(crate) fn write(out: &mut Vec<u8>, said: &Said<'_>, rng: &mut ChaCha8Rng) {
    let course = said.course;
    match said.moment.act {
        Act::Visit { request, .. } | Act::Author { request } => implicit(out, request),
        Act::Turn { unit } => turn(out, course, unit),
        Act::Leave { .. } => out.extend_from_slice(if rng.random_ratio(1, 4) { b"\"\"" } else { b"\"{}\"" }),
        Act::Screen => {
            out.extend_from_slice(b"{\"label\": \"Course Outline\", \"category\": \"screen\", \"course_id\": ");
            string(out, &course.id);
            out.push(b'}');
        }
        Act::LoadVideo { video } => film(out, said, video, |_| ()),
        Act::PlayVideo { video, at } | Act::PauseVideo { video, at } | Act::StopVideo { video, at } => {
            film(out, said, video, |inner| {
                let _ = write!(inner, ", \"currentTime\": {}", seconds(at));
            });
        }
        Act::SeekVideo { video, from, to } => film(out, said, video, |inner| {
            let _ = write!(
                inner,
                ", \"old_time\": {}, \"new_time\": {}, \"type\": \"onSlideSeek\"",
                seconds(from),
                seconds(to)
            );
        }),
        Act::ChangeSpeed { video, at, from, to } => film(out, said, video, |inner| {
            let _ = write!(
                inner,
                ", \"current_time\": {}, \"old_speed\": \"{}\", \"new_speed\": \"{}\"",
                seconds(at),
                speed(from),
                speed(to)
            );
        }),
        Act::Read {
            reading: Reading::Downloaded,
            ..
        } => implicit(out, Request::Nothing),
        Act::Read { video, .. } => film(out, said, video, |inner| {
            inner.extend_from_slice(b", \"current_time\": 0")
        }),
        Act::SendAnswer { problem, given } => {
            string(out, &answer::form(&course.problems[problem as usize], &given));
        }
        Act::CheckAnswer {
            problem,
            given,
            attempt,
        } => answer::write(out, said, &course.problems[problem as usize], &given, attempt, rng),
        Act::CheckNothing => {
            out.extend_from_slice(b"{\"success\": \"correct\", \"answers\": {}, \"problem_id\": null}")
        }
        Act::Help { problem, help } => helped(out, &course.problems[problem as usize].block.usage, help),
        Act::ReadBook { page } => as_text(out, |inner| {
            let _ = write!(
                inner,
                "{{\"chapter\": \"/static/field_guide.pdf\", \"type\": \"gotopage\", \"old\": {}, \"new\": {page}}}",
                page.saturating_sub(1)
            );
        }),
        Act::FinishProblem { problem } => finished(out, said, &course.problems[problem as usize].block.usage),
        Act::FinishVideo { video } => finished(out, said, &course.videos[video as usize].block.usage),
        Act::Forum(post) => forum::write(out, said, post),
        Act::Enrollment {
            subject, mode, flaw, ..
        } => enrollment(out, said, subject, mode, flaw, rng),
        Act::Task { subject } => {
            out.push(b'{');
            member(out, "course_id", &course.id);
            let _ = write!(
                out,
                "\"user_id\": {}, \"weighted_total_earned\": {}, \"weighted_total_possible\": 10}}",
                learner::id(subject),
                rng.random_range(0..11)
            );
        }
        Act::Mark { subject, mark } => marked(out, &course.id, subject, mark),
    }
}

/// JSON in a JSON string, as browsers send it.
fn as_text(out: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let mut inner = Vec::with_capacity(160);
    fill(&mut inner);
    // What was filled in is ASCII.
    string(out, &String::from_utf8_lossy(&inner));
}

/// The payload of an implicit event: the request, cut at 512 characters.
fn implicit(out: &mut Vec<u8>, request: Request) {
    let text = match request {
        Request::PageNumber => "{\"POST\": {}, \"GET\": {\"page\": [\"2\"]}}".to_owned(),
        Request::Position(tab) => format!("{{\"POST\": {{\"position\": [\"{tab}\"]}}, \"GET\": {{}}}}"),
        Request::Nothing => "{\"POST\": {}, \"GET\": {}}".to_owned(),
        Request::Cut => {
            let mut text = format!(
                "{{\"POST\": {{\"essay\": [\"{}\"]}}, \"GET\": {{}}}}",
                "Moss grows slowly. ".repeat(30)
            );
            text.truncate(IMPLICIT_LIMIT);
            text
        }
    };
    string(out, &text);
}

/// Going on from the unit before; from the last unit back to the first by its tab.
fn turn(out: &mut Vec<u8>, course: &Course, unit: u16) {
    let from = &course.units[usize::from(unit).saturating_sub(1)];
    let tabs = course.units.iter().filter(|other| other.sequential == from.sequential);
    let tab = course.tab(usize::from(unit).saturating_sub(1));
    let id = &course.sequentials[from.sequential].usage;
    as_text(out, |inner| {
        inner.push(b'{');
        member(inner, "id", id);
        if unit == 0 {
            inner.extend_from_slice(b"\"target_tab\": 1, ");
        }
        let _ = write!(
            inner,
            "\"current_tab\": {tab}, \"tab_count\": {}, \"widget_placement\": \"top\"}}",
            tabs.count()
        );
    });
}

/// What is noted of help with a problem.
fn helped(out: &mut Vec<u8>, usage: &str, help: Help) {
    match help {
        Help::Hint(number) => {
            out.push(b'{');
            member(out, "module_id", usage);
            let _ = write!(
                out,
                "\"hint_index\": {number}, \"hint_len\": {HINTS}, \"hint_text\": \"Look at the underside.\"}}"
            );
        }
        Help::Feedback => {
            out.push(b'{');
            member(out, "module_id", usage);
            out.extend_from_slice(b"\"trigger_type\": \"single\", \"hints\": [{\"text\": \"It is not that one.\"}]}");
        }
        Help::AnswerAsked => as_text(out, |inner| {
            inner.extend_from_slice(b"{\"problem\": ");
            string(inner, usage);
            inner.push(b'}');
        }),
        Help::AnswerShown => {
            out.extend_from_slice(b"{\"problem_id\": ");
            string(out, usage);
            out.push(b'}');
        }
    }
}

/// What a worker tells of a grade: of whom stands in the payload alone, as text.
fn marked(out: &mut Vec<u8>, course_id: &str, subject: u32, mark: Mark) {
    out.push(b'{');
    member(out, "course_id", course_id);
    if let Mark::Grade { percent, letter } = mark {
        let _ = write!(out, "\"percent_grade\": {}.{:02}, ", percent / 100, percent % 100);
        member(out, "letter_grade", letter);
        member(out, "grading_policy_hash", "b1oRiverHash=");
    }
    member(out, "event_transaction_type", "edx.grades.problem.submitted");
    let _ = write!(out, "\"user_id\": \"{}\"}}", learner::id(subject));
}

/// What the LMS notes when somebody is done with a block.
fn finished(out: &mut Vec<u8>, said: &Said<'_>, usage: &str) {
    out.push(b'{');
    member(out, "course_id", &said.course.id);
    member(out, "block_id", usage);
    out.extend_from_slice(b"\"completion\": 1.0}");
}

fn seconds(position: Position) -> f64 {
    f64::from(position) / 1000.0
}

fn speed(quarters: u8) -> &'static str {
    match quarters {
        3 => "0.75",
        5 => "1.25",
        6 => "1.50",
        8 => "2.0",
        _ => "1.0",
    }
}

/// A video event: an object of the app, JSON text of a browser.
fn film(out: &mut Vec<u8>, said: &Said<'_>, video: u16, rest: impl FnOnce(&mut Vec<u8>)) {
    let video = &said.course.videos[video as usize];
    let is_app = said.session.device == Device::App;
    let fill = |inner: &mut Vec<u8>| {
        inner.push(b'{');
        member(inner, "id", &video.block.html_id);
        let code = match &video.hosted {
            _ if is_app => "mobile",
            Some(id) => id,
            None => "html5",
        };
        let _ = write!(inner, "\"code\": \"{code}\"");
        let _ = match video.told {
            ToldLength::Number => write!(inner, ", \"duration\": {}", video.duration),
            ToldLength::Text => write!(inner, ", \"duration\": \"{}\"", video.duration),
            ToldLength::No => write!(inner, ", \"duration\": null"),
        };
        rest(inner);
        inner.push(b'}');
    };
    if is_app { fill(out) } else { as_text(out, fill) }
}

fn enrollment(out: &mut Vec<u8>, said: &Said<'_>, subject: u32, mode: &str, flaw: Option<Flaw>, rng: &mut ChaCha8Rng) {
    let course_id = match flaw {
        Some(Flaw::NoPayload) => return out.extend_from_slice(b"null"),
        Some(Flaw::BadCourse) => "course-v1:Mossgrove+LICHEN1",
        _ => &said.course.id,
    };
    out.push(b'{');
    member(out, "course_id", course_id);
    match flaw {
        Some(Flaw::NoUser) => out.extend_from_slice(b"\"user_id\": \"\""),
        _ if rng.random_ratio(1, 40) => {
            let _ = write!(out, "\"user_id\": \"{}\"", learner::id(subject));
        }
        _ => {
            let _ = write!(out, "\"user_id\": {}", learner::id(subject));
        }
    }
    if flaw != Some(Flaw::NoMode) {
        out.extend_from_slice(b", \"mode\": ");
        string(out, mode);
    }
    out.push(b'}');
}

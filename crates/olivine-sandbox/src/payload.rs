//! Name and payload of each kind of event.

use std::io::Write;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::course::{Block, Problem};
use crate::json::{escaped, member, string};
use crate::learner;
use crate::line::Said;
use crate::moment::{Act, Change, Device, Flaw, Post};
use crate::words;

/// Length at which the LMS cuts the payload of an implicit event (ES 1.5).
const IMPLICIT_LIMIT: usize = 512;

/// The name of an event; none for implicit ones, which are named by their path.
pub(crate) fn name(said: &Said<'_>) -> Option<&'static str> {
    Some(match said.moment.act {
        Act::Visit { .. } | Act::Author => return None,
        Act::Turn { .. } => "edx.ui.lms.sequence.next_selected",
        Act::Leave { .. } => "page_close",
        Act::Screen => "edx.bi.app.navigation.screen",
        Act::LoadVideo { .. } => "load_video",
        Act::PlayVideo { .. } => "play_video",
        Act::PauseVideo { .. } => "pause_video",
        Act::SeekVideo { .. } => "seek_video",
        Act::StopVideo { .. } => "stop_video",
        Act::SendAnswer { .. } | Act::CheckAnswer { .. } => "problem_check",
        Act::Forum(Post::Thread) => "edx.forum.thread.created",
        Act::Forum(Post::Response) => "edx.forum.response.created",
        Act::Forum(Post::Comment) => "edx.forum.comment.created",
        Act::Forum(Post::Vote) => "edx.forum.thread.voted",
        Act::Forum(Post::Search) => "edx.forum.searched",
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
    })
}

/// Appends the value of `event`.
pub(crate) fn write(out: &mut Vec<u8>, said: &Said<'_>, rng: &mut ChaCha8Rng) {
    let course = said.course;
    match said.moment.act {
        Act::Visit { .. } | Act::Author => implicit(out, rng),
        Act::Turn { unit } => {
            let unit = &course.units[unit as usize % course.units.len()];
            let id = &course.sequentials[unit.sequential].usage;
            as_text(out, |inner| {
                inner.push(b'{');
                member(inner, "id", id);
                inner.extend_from_slice(b"\"current_tab\": 1, \"tab_count\": 3, \"widget_placement\": \"top\"}");
            });
        }
        Act::Leave { .. } => out.extend_from_slice(if rng.random_ratio(1, 4) { b"\"\"" } else { b"\"{}\"" }),
        Act::Screen => {
            out.extend_from_slice(b"{\"label\": \"Course Outline\", \"category\": \"screen\", \"course_id\": ");
            string(out, &course.id);
            out.push(b'}');
        }
        Act::LoadVideo { video } => film(out, said, video, |_| ()),
        Act::PlayVideo { video, at } | Act::PauseVideo { video, at } | Act::StopVideo { video, at } => {
            film(out, said, video, |inner| {
                let _ = write!(inner, ", \"currentTime\": {at}");
            });
        }
        Act::SeekVideo { video, from, to } => film(out, said, video, |inner| {
            let _ = write!(
                inner,
                ", \"old_time\": {from}, \"new_time\": {to}, \"type\": \"onSlideSeek\""
            );
        }),
        Act::SendAnswer { problem, choice } => {
            let html_id = &course.problems[problem as usize].block.html_id;
            string(out, &format!("input_{html_id}_2_1=choice_{choice}"));
        }
        Act::CheckAnswer {
            problem,
            choice,
            attempt,
            is_right,
        } => {
            attempt_at(out, &course.problems[problem as usize], choice, attempt, is_right);
        }
        Act::Forum(post) => forum(out, post, rng),
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
    }
}

/// JSON in a JSON string, as browsers send it.
fn as_text(out: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let mut inner = Vec::with_capacity(160);
    fill(&mut inner);
    // What was filled in is ASCII.
    string(out, &String::from_utf8_lossy(&inner));
}

/// The payload of an implicit event: the request, cut at 512 characters now and then.
fn implicit(out: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
    let mut request = match rng.random_range(0..4) {
        0 => "{\"POST\": {}, \"GET\": {\"page\": [\"2\"]}}".to_owned(),
        1 => "{\"POST\": {\"position\": [\"3\"]}, \"GET\": {}}".to_owned(),
        _ => "{\"POST\": {}, \"GET\": {}}".to_owned(),
    };
    if rng.random_ratio(1, 50) {
        request = format!(
            "{{\"POST\": {{\"essay\": [\"{}\"]}}, \"GET\": {{}}}}",
            "Moss grows slowly. ".repeat(30)
        );
        request.truncate(IMPLICIT_LIMIT);
    }
    string(out, &request);
}

/// A video event: an object of the app, JSON text of a browser.
fn film(out: &mut Vec<u8>, said: &Said<'_>, video: u16, rest: impl FnOnce(&mut Vec<u8>)) {
    let video = &said.course.videos[video as usize];
    let is_app = said.session.device == Device::App;
    let fill = |inner: &mut Vec<u8>| {
        inner.push(b'{');
        member(inner, "id", &video.block.html_id);
        let code = if is_app { "mobile" } else { "html5" };
        let _ = write!(inner, "\"code\": \"{code}\", \"duration\": {}", video.duration);
        rest(inner);
        inner.push(b'}');
    };
    if is_app { fill(out) } else { as_text(out, fill) }
}

/// What the server notes of an attempt.
fn attempt_at(out: &mut Vec<u8>, problem: &Problem, choice: u8, attempt: u8, is_right: bool) {
    let Block {
        usage, html_id, title, ..
    } = &problem.block;
    let points = if is_right { problem.points } else { 0 };
    let verdict = if is_right { "correct" } else { "incorrect" };
    let mut input = html_id.clone();
    input.push_str("_2_1");
    out.extend_from_slice(b"{\"state\": {\"seed\": 1, \"student_answers\": {}, \"has_saved_answers\": false, \"done\": null, \"correct_map\": {}, \"input_state\": {\"");
    escaped(out, &input);
    let _ = write!(
        out,
        "\": {{}}}}}}, \"grade\": {points}, \"max_grade\": {}, \"attempts\": {attempt}, ",
        problem.points
    );
    member(out, "problem_id", usage);
    member(out, "success", verdict);
    out.extend_from_slice(b"\"answers\": {\"");
    escaped(out, &input);
    let _ = write!(out, "\": \"choice_{choice}\"}}, \"correct_map\": {{\"");
    escaped(out, &input);
    let _ = write!(
        out,
        "\": {{\"correctness\": \"{verdict}\", \"hint\": \"\", \"hintmode\": null, \"msg\": \"\", \"npoints\": null, \"queuestate\": null, \"answervariable\": null}}}}, \"submission\": {{\""
    );
    escaped(out, &input);
    let _ = write!(
        out,
        "\": {{\"answer\": \"<text>{}</text>\", \"correct\": {is_right}, \"group_label\": \"\", \"input_type\": \"choicegroup\", \"question\": ",
        words::THEMES[usize::from(choice)]
    );
    string(out, title);
    out.extend_from_slice(b", \"response_type\": \"multiplechoiceresponse\", \"variant\": \"\"}}}");
}

fn forum(out: &mut Vec<u8>, post: Post, rng: &mut ChaCha8Rng) {
    let id = format!("{:024x}", rng.random::<u128>() >> 32);
    let theme = *words::pick(rng, &words::THEMES);
    out.push(b'{');
    match post {
        Post::Search => {
            member(out, "query", theme);
            out.extend_from_slice(
                b"\"page\": 1, \"num_pages\": 1, \"total_results\": 4, \"group_id\": null, \"corrected_text\": null}",
            );
            return;
        }
        Post::Vote => {
            member(out, "vote_value", "up");
            out.extend_from_slice(b"\"undo_vote\": false, ");
        }
        Post::Thread => member(out, "title", theme),
        Post::Response | Post::Comment => {
            let thread = format!("{:024x}", rng.random::<u128>() >> 32);
            out.extend_from_slice(b"\"discussion\": {\"id\": ");
            string(out, &thread);
            out.extend_from_slice(b"}, ");
        }
    }
    member(out, "id", &id);
    member(
        out,
        "body",
        &format!("Has anybody else looked at \u{201c}{theme}\u{201d}? I walked out and counted: 12, maybe 13."),
    );
    member(out, "commentable_id", "i4x-general");
    out.extend_from_slice(b"\"truncated\": false, \"anonymous\": false, \"anonymous_to_peers\": false, \"group_id\": null, \"options\": {\"followed\": true}, \"user_course_roles\": [], \"user_forums_roles\": [\"Student\"]}");
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

//! What the forum notes.

use crate::course::Course;
use crate::json::{member, string};
use crate::line::Said;
use crate::moment::{Level, Post};
use crate::words;

/// Names of forum events.
pub(super) fn name(post: Post) -> &'static str {
    match post {
        Post::Write {
            level: Level::Thread, ..
        } => "edx.forum.thread.created",
        Post::Write {
            level: Level::Response, ..
        } => "edx.forum.response.created",
        Post::Write {
            level: Level::Comment, ..
        } => "edx.forum.comment.created",
        Post::Vote {
            level: Level::Thread, ..
        } => "edx.forum.thread.voted",
        Post::Vote { .. } => "edx.forum.response.voted",
        Post::Search => "edx.forum.searched",
    }
}

/// Id of a post.
fn id(said: &Said<'_>, post: u32) -> String {
    format!("{:08x}{post:016x}", 0x6a11_0000 + u32::from(said.session.course))
}

pub(super) fn write(out: &mut Vec<u8>, said: &Said<'_>, post: Post) {
    let posts = &said.site.forums[said.session.course as usize];
    out.push(b'{');
    match post {
        Post::Search => {
            let theme = words::THEMES[said.moment.time as usize % words::THEMES.len()];
            member(out, "query", theme);
            out.extend_from_slice(
                b"\"page\": 1, \"num_pages\": 1, \"total_results\": 4, \"group_id\": null, \"corrected_text\": null}",
            );
        }
        Post::Vote {
            post, is_up, is_undone, ..
        } => {
            let voted = &posts[post as usize];
            member(out, "vote_value", if is_up { "up" } else { "down" });
            member(
                out,
                "target_username",
                &said.site.learners[voted.author as usize].username,
            );
            member(out, "id", &id(said, post));
            member(out, "commentable_id", &topic(said.course, voted.topic));
            out.extend_from_slice(format!("\"undo_vote\": {is_undone}, ").as_bytes());
            out.extend_from_slice(b"\"user_course_roles\": [], \"user_forums_roles\": [\"Student\"]}");
        }
        Post::Write { level, post, parent } => written(out, said, level, post, parent),
    }
}

fn written(out: &mut Vec<u8>, said: &Said<'_>, level: Level, post: u32, parent: u32) {
    let own = &said.site.forums[said.session.course as usize][post as usize];
    let theme = words::THEMES[post as usize % words::THEMES.len()];
    match level {
        Level::Thread => {
            member(out, "title", theme);
            member(
                out,
                "thread_type",
                if post.is_multiple_of(3) {
                    "question"
                } else {
                    "discussion"
                },
            );
        }
        Level::Response => {
            out.extend_from_slice(b"\"discussion\": {\"id\": ");
            string(out, &id(said, parent));
            out.extend_from_slice(b"}, ");
        }
        Level::Comment => {
            out.extend_from_slice(b"\"response\": {\"id\": ");
            string(out, &id(said, parent));
            out.extend_from_slice(b"}, \"discussion\": {\"id\": ");
            string(
                out,
                &id(
                    said,
                    said.site.forums[said.session.course as usize][parent as usize].parent,
                ),
            );
            out.extend_from_slice(b"}, ");
        }
    }
    member(out, "id", &id(said, post));
    member(
        out,
        "body",
        &format!("Has anybody else looked at \u{201c}{theme}\u{201d}? I walked out and counted: 12, maybe 13."),
    );
    member(out, "commentable_id", &topic(said.course, own.topic));
    out.extend_from_slice(b"\"truncated\": false, \"anonymous\": false, \"anonymous_to_peers\": false, \"group_id\": null, \"options\": {\"followed\": true}, \"user_course_roles\": [], \"user_forums_roles\": [\"Student\"]}");
}

/// Id of a topic: one for the course, and one for each section.
pub(crate) fn topic(course: &Course, topic: u8) -> String {
    match topic {
        0 => "course".to_owned(),
        nth => format!("topic-{}-{nth}", course.safe_name()),
    }
}

//! Events as rows of `events`, dead letters as rows of `dead_letters`.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, BinaryViewBuilder, BooleanBuilder, Float64Builder, Int32Builder, Int64Builder,
    RecordBatch, TimestampMicrosecondBuilder,
};
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use olivine_event::{Event, PARSER_VERSION, Unread};

use super::block_texts::{BlockLines, BlockTexts};
use crate::error::LakeError;
use crate::schema::{DEAD_LETTERS, EVENTS};

/// Rows of `events` from the lines of one block.
pub(crate) struct EventRows {
    lines: BlockLines,
    pub(crate) ids: Vec<u128>,
    /// Events that say something in vain, by row.
    pub(crate) unread: Vec<(usize, Unread)>,
    event_id: BinaryBuilder,
    time: TimestampMicrosecondBuilder,
    event_type: BlockTexts,
    event_source: BlockTexts,
    username: BlockTexts,
    user_id: Int64Builder,
    course_id: BlockTexts,
    course_id_or_url: BlockTexts,
    course_id_from_mfe: BlockTexts,
    org_id: BlockTexts,
    ip: BlockTexts,
    session: BlockTexts,
    agent: BlockTexts,
    host: BlockTexts,
    page: BlockTexts,
    referer: BlockTexts,
    received_at: TimestampMicrosecondBuilder,
    time_text: BlockTexts,
    synthesized: BooleanBuilder,
    has_payload: BooleanBuilder,
    enrollment_user_id: Int64Builder,
    enrollment_course_id: BlockTexts,
    enrollment_mode: BlockTexts,
    problem_id: BlockTexts,
    problem_success: BlockTexts,
    problem_attempts: Int64Builder,
    problem_grade: Float64Builder,
    problem_max_grade: Float64Builder,
    video_id: BlockTexts,
    video_code: BlockTexts,
    video_position: Float64Builder,
    video_old_position: Float64Builder,
    video_new_position: Float64Builder,
    video_duration: Float64Builder,
    video_speed: Float64Builder,
    forum_topic: BlockTexts,
    forum_vote: BlockTexts,
    forum_vote_undone: BooleanBuilder,
    forum_target: BlockTexts,
}

impl EventRows {
    /// Rows whose lines are in a block.
    pub(crate) fn of(block: &Bytes) -> Self {
        Self {
            lines: BlockLines::of(block),
            ids: Vec::new(),
            unread: Vec::new(),
            event_id: BinaryBuilder::new(),
            time: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            event_type: BlockTexts::of(block),
            event_source: BlockTexts::of(block),
            username: BlockTexts::of(block),
            user_id: Int64Builder::new(),
            course_id: BlockTexts::of(block),
            course_id_or_url: BlockTexts::of(block),
            course_id_from_mfe: BlockTexts::of(block),
            org_id: BlockTexts::of(block),
            ip: BlockTexts::of(block),
            session: BlockTexts::of(block),
            agent: BlockTexts::of(block),
            host: BlockTexts::of(block),
            page: BlockTexts::of(block),
            referer: BlockTexts::of(block),
            received_at: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            time_text: BlockTexts::of(block),
            synthesized: BooleanBuilder::new(),
            has_payload: BooleanBuilder::new(),
            enrollment_user_id: Int64Builder::new(),
            enrollment_course_id: BlockTexts::of(block),
            enrollment_mode: BlockTexts::of(block),
            problem_id: BlockTexts::of(block),
            problem_success: BlockTexts::of(block),
            problem_attempts: Int64Builder::new(),
            problem_grade: Float64Builder::new(),
            problem_max_grade: Float64Builder::new(),
            video_id: BlockTexts::of(block),
            video_code: BlockTexts::of(block),
            video_position: Float64Builder::new(),
            video_old_position: Float64Builder::new(),
            video_new_position: Float64Builder::new(),
            video_duration: Float64Builder::new(),
            video_speed: Float64Builder::new(),
            forum_topic: BlockTexts::of(block),
            forum_vote: BlockTexts::of(block),
            forum_vote_undone: BooleanBuilder::new(),
            forum_target: BlockTexts::of(block),
        }
    }

    /// Adds an event whose line is at a place in the block.
    pub(crate) fn append(&mut self, event: &Event<'_>, offset: usize, length: usize) -> Result<(), LakeError> {
        let id = event.id.0;
        if event.unread != Unread::default() {
            self.unread.push((self.ids.len(), event.unread));
        }
        self.ids.push(id);
        self.event_id.append_value(id.to_be_bytes());
        self.time.append_value(event.time);
        self.event_type.append(event.event_type.as_ref());
        self.event_source.append(event.event_source.as_ref());
        self.username.append(event.username.as_ref());
        self.user_id.append_option(event.user_id);
        self.course_id.append(event.course_id.as_ref());
        self.course_id_or_url.append(event.course_id_or_url.as_ref());
        self.course_id_from_mfe.append(event.course_id_from_mfe.as_ref());
        self.org_id.append(event.org_id.as_ref());
        self.ip.append(event.ip.as_ref());
        self.session.append(event.session.as_ref());
        self.agent.append(event.agent.as_ref());
        self.host.append(event.host.as_ref());
        self.page.append(event.page.as_ref());
        self.referer.append(event.referer.as_ref());
        self.received_at.append_option(event.received_at);
        self.time_text.append(event.time_text.as_ref());
        self.synthesized.append_value(event.synthesized);
        self.has_payload.append_value(event.has_payload);
        let enrollment = event.enrollment.as_ref();
        self.enrollment_user_id
            .append_option(enrollment.and_then(|payload| payload.user_id));
        self.enrollment_course_id
            .append(enrollment.and_then(|payload| payload.course_id.as_ref()));
        self.enrollment_mode
            .append(enrollment.and_then(|payload| payload.mode.as_ref()));
        let problem = event.problem.as_ref();
        self.problem_id.append(problem.and_then(|payload| payload.id.as_ref()));
        self.problem_success
            .append(problem.and_then(|payload| payload.success.as_ref()));
        self.problem_attempts
            .append_option(problem.and_then(|payload| payload.attempts));
        self.problem_grade
            .append_option(problem.and_then(|payload| payload.grade));
        self.problem_max_grade
            .append_option(problem.and_then(|payload| payload.max_grade));
        let video = event.video.as_ref();
        self.video_id.append(video.and_then(|payload| payload.id.as_ref()));
        self.video_code.append(video.and_then(|payload| payload.code.as_ref()));
        self.video_position
            .append_option(video.and_then(|payload| payload.position));
        self.video_old_position
            .append_option(video.and_then(|payload| payload.old_position));
        self.video_new_position
            .append_option(video.and_then(|payload| payload.new_position));
        self.video_duration
            .append_option(video.and_then(|payload| payload.duration));
        self.video_speed.append_option(video.and_then(|payload| payload.speed));
        let forum = event.forum.as_ref();
        self.forum_topic
            .append(forum.and_then(|payload| payload.topic.as_ref()));
        self.forum_vote.append(forum.and_then(|payload| payload.vote.as_ref()));
        self.forum_vote_undone
            .append_option(forum.and_then(|payload| payload.vote_undone));
        self.forum_target
            .append(forum.and_then(|payload| payload.target.as_ref()));
        self.lines.append(offset, length).map_err(LakeError::rows(EVENTS))
    }

    /// Bytes of the lines.
    pub(crate) fn line_bytes(&self) -> usize {
        self.lines.bytes()
    }

    /// The rows in declared order of columns.
    pub(crate) fn finish(mut self, schema: &SchemaRef) -> Result<RecordBatch, LakeError> {
        let mut versions = Int32Builder::new();
        versions.append_value_n(PARSER_VERSION, self.ids.len());
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.event_id.finish()),
            Arc::new(self.time.finish()),
            self.event_type.finish(),
            self.event_source.finish(),
            self.username.finish(),
            Arc::new(self.user_id.finish()),
            self.course_id.finish(),
            self.course_id_or_url.finish(),
            self.course_id_from_mfe.finish(),
            self.org_id.finish(),
            self.ip.finish(),
            self.session.finish(),
            self.agent.finish(),
            self.host.finish(),
            self.page.finish(),
            self.referer.finish(),
            Arc::new(self.received_at.finish()),
            self.time_text.finish(),
            Arc::new(self.synthesized.finish()),
            Arc::new(self.has_payload.finish()),
            Arc::new(self.enrollment_user_id.finish()),
            self.enrollment_course_id.finish(),
            self.enrollment_mode.finish(),
            self.problem_id.finish(),
            self.problem_success.finish(),
            Arc::new(self.problem_attempts.finish()),
            Arc::new(self.problem_grade.finish()),
            Arc::new(self.problem_max_grade.finish()),
            self.video_id.finish(),
            self.video_code.finish(),
            Arc::new(self.video_position.finish()),
            Arc::new(self.video_old_position.finish()),
            Arc::new(self.video_new_position.finish()),
            Arc::new(self.video_duration.finish()),
            Arc::new(self.video_speed.finish()),
            self.forum_topic.finish(),
            self.forum_vote.finish(),
            Arc::new(self.forum_vote_undone.finish()),
            self.forum_target.finish(),
            Arc::new(versions.finish()),
            self.lines.finish(),
        ];
        RecordBatch::try_new(Arc::clone(schema), columns).map_err(LakeError::rows(EVENTS))
    }
}

/// A line that was not understood.
#[derive(Debug)]
pub(crate) struct DeadLetter {
    pub(crate) reason: Cow<'static, str>,
    pub(crate) source: Arc<str>,
    pub(crate) offset: u64,
    /// When the ingest that met it began: microseconds since 1970, UTC.
    pub(crate) received: i64,
    pub(crate) raw: Bytes,
}

impl DeadLetter {
    /// Bytes that it takes, with the room that a growing list of them has to spare.
    pub(crate) fn bytes(&self) -> usize {
        self.raw.len() + 2 * size_of::<Self>()
    }
}

/// Dead letters as rows.
pub(crate) fn dead_rows(letters: &[DeadLetter], schema: &SchemaRef) -> Result<RecordBatch, LakeError> {
    let mut reasons = BinaryViewBuilder::new();
    let mut sources = BinaryViewBuilder::new();
    let mut offsets = Int64Builder::new();
    let mut received_at = TimestampMicrosecondBuilder::new().with_timezone("UTC");
    let mut raw = BinaryViewBuilder::new();
    for letter in letters {
        reasons.append_value(letter.reason.as_bytes());
        sources.append_value(letter.source.as_bytes());
        offsets.append_value(i64::try_from(letter.offset).unwrap_or(i64::MAX));
        received_at.append_value(letter.received);
        raw.append_value(&letter.raw);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(reasons.finish()),
        Arc::new(sources.finish()),
        Arc::new(offsets.finish()),
        Arc::new(received_at.finish()),
        Arc::new(raw.finish()),
    ];
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(LakeError::rows(DEAD_LETTERS))
}

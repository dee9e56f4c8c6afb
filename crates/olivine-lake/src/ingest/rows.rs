//! Events as rows of `events`, dead letters as rows of `dead_letters`.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, BinaryViewBuilder, BooleanBuilder, Float64Builder, Int32Builder, Int64Builder,
    RecordBatch, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow::buffer::Buffer;
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use olivine_event::{Event, PARSER_VERSION};

use crate::error::LakeError;
use crate::schema::{DEAD_LETTERS, EVENTS};

/// Rows of `events` from the lines of one block.
pub(crate) struct EventRows {
    block: BlockLines,
    pub(crate) ids: Vec<u128>,
    event_id: BinaryBuilder,
    time: TimestampMicrosecondBuilder,
    event_type: StringBuilder,
    event_source: StringBuilder,
    username: StringBuilder,
    user_id: Int64Builder,
    course_id: StringBuilder,
    course_id_or_url: StringBuilder,
    course_id_from_mfe: StringBuilder,
    org_id: StringBuilder,
    ip: StringBuilder,
    session: StringBuilder,
    agent: StringBuilder,
    host: StringBuilder,
    page: StringBuilder,
    referer: StringBuilder,
    received_at: TimestampMicrosecondBuilder,
    time_text: StringBuilder,
    synthesized: BooleanBuilder,
    has_payload: BooleanBuilder,
    enrollment_user_id: Int64Builder,
    enrollment_course_id: StringBuilder,
    enrollment_mode: StringBuilder,
    problem_id: StringBuilder,
    problem_success: StringBuilder,
    problem_attempts: Int64Builder,
    problem_grade: Float64Builder,
    problem_max_grade: Float64Builder,
    video_id: StringBuilder,
    video_code: StringBuilder,
    video_position: Float64Builder,
    video_old_position: Float64Builder,
    video_new_position: Float64Builder,
    video_duration: Float64Builder,
    video_speed: Float64Builder,
    forum_topic: StringBuilder,
    forum_vote: StringBuilder,
    forum_vote_undone: BooleanBuilder,
    forum_target: StringBuilder,
}

/// Lines that stay in the block they were read in.
struct BlockLines {
    views: BinaryViewBuilder,
    block: u32,
    bytes: usize,
}

impl BlockLines {
    fn of(block: &Bytes) -> Self {
        let mut views = BinaryViewBuilder::new();
        let block = views.append_block(Buffer::from(block.clone()));
        Self { views, block, bytes: 0 }
    }

    fn append(&mut self, offset: usize, length: usize) -> Result<(), arrow::error::ArrowError> {
        self.bytes += length;
        // A block is at most a few lines longer than the longest line, far below the limit of 32 bits.
        self.views.try_append_view(self.block, offset as u32, length as u32)
    }
}

fn text(builder: &mut StringBuilder, value: Option<&Cow<'_, str>>) {
    builder.append_option(value.map(Cow::as_ref));
}

impl EventRows {
    /// Rows whose lines are in a block.
    pub(crate) fn of(block: &Bytes) -> Self {
        Self {
            block: BlockLines::of(block),
            ids: Vec::new(),
            event_id: BinaryBuilder::new(),
            time: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            event_type: StringBuilder::new(),
            event_source: StringBuilder::new(),
            username: StringBuilder::new(),
            user_id: Int64Builder::new(),
            course_id: StringBuilder::new(),
            course_id_or_url: StringBuilder::new(),
            course_id_from_mfe: StringBuilder::new(),
            org_id: StringBuilder::new(),
            ip: StringBuilder::new(),
            session: StringBuilder::new(),
            agent: StringBuilder::new(),
            host: StringBuilder::new(),
            page: StringBuilder::new(),
            referer: StringBuilder::new(),
            received_at: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            time_text: StringBuilder::new(),
            synthesized: BooleanBuilder::new(),
            has_payload: BooleanBuilder::new(),
            enrollment_user_id: Int64Builder::new(),
            enrollment_course_id: StringBuilder::new(),
            enrollment_mode: StringBuilder::new(),
            problem_id: StringBuilder::new(),
            problem_success: StringBuilder::new(),
            problem_attempts: Int64Builder::new(),
            problem_grade: Float64Builder::new(),
            problem_max_grade: Float64Builder::new(),
            video_id: StringBuilder::new(),
            video_code: StringBuilder::new(),
            video_position: Float64Builder::new(),
            video_old_position: Float64Builder::new(),
            video_new_position: Float64Builder::new(),
            video_duration: Float64Builder::new(),
            video_speed: Float64Builder::new(),
            forum_topic: StringBuilder::new(),
            forum_vote: StringBuilder::new(),
            forum_vote_undone: BooleanBuilder::new(),
            forum_target: StringBuilder::new(),
        }
    }

    /// Adds an event whose line is at a place in the block.
    pub(crate) fn append(&mut self, event: &Event<'_>, offset: usize, length: usize) -> Result<(), LakeError> {
        let id = event.id.0;
        self.ids.push(id);
        self.event_id.append_value(id.to_be_bytes());
        self.time.append_value(event.time);
        text(&mut self.event_type, event.event_type.as_ref());
        text(&mut self.event_source, event.event_source.as_ref());
        text(&mut self.username, event.username.as_ref());
        self.user_id.append_option(event.user_id);
        text(&mut self.course_id, event.course_id.as_ref());
        text(&mut self.course_id_or_url, event.course_id_or_url.as_ref());
        text(&mut self.course_id_from_mfe, event.course_id_from_mfe.as_ref());
        text(&mut self.org_id, event.org_id.as_ref());
        text(&mut self.ip, event.ip.as_ref());
        text(&mut self.session, event.session.as_ref());
        text(&mut self.agent, event.agent.as_ref());
        text(&mut self.host, event.host.as_ref());
        text(&mut self.page, event.page.as_ref());
        text(&mut self.referer, event.referer.as_ref());
        self.received_at.append_option(event.received_at);
        text(&mut self.time_text, event.time_text.as_ref());
        self.synthesized.append_value(event.synthesized);
        self.has_payload.append_value(event.has_payload);
        let enrollment = event.enrollment.as_ref();
        self.enrollment_user_id
            .append_option(enrollment.and_then(|payload| payload.user_id));
        text(
            &mut self.enrollment_course_id,
            enrollment.and_then(|payload| payload.course_id.as_ref()),
        );
        text(
            &mut self.enrollment_mode,
            enrollment.and_then(|payload| payload.mode.as_ref()),
        );
        let problem = event.problem.as_ref();
        text(&mut self.problem_id, problem.and_then(|payload| payload.id.as_ref()));
        text(
            &mut self.problem_success,
            problem.and_then(|payload| payload.success.as_ref()),
        );
        self.problem_attempts
            .append_option(problem.and_then(|payload| payload.attempts));
        self.problem_grade
            .append_option(problem.and_then(|payload| payload.grade));
        self.problem_max_grade
            .append_option(problem.and_then(|payload| payload.max_grade));
        let video = event.video.as_ref();
        text(&mut self.video_id, video.and_then(|payload| payload.id.as_ref()));
        text(&mut self.video_code, video.and_then(|payload| payload.code.as_ref()));
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
        text(&mut self.forum_topic, forum.and_then(|payload| payload.topic.as_ref()));
        text(&mut self.forum_vote, forum.and_then(|payload| payload.vote.as_ref()));
        self.forum_vote_undone
            .append_option(forum.and_then(|payload| payload.vote_undone));
        text(
            &mut self.forum_target,
            forum.and_then(|payload| payload.target.as_ref()),
        );
        self.block.append(offset, length).map_err(LakeError::rows(EVENTS))
    }

    /// Bytes of the lines.
    pub(crate) fn line_bytes(&self) -> usize {
        self.block.bytes
    }

    /// The rows in declared order of columns.
    pub(crate) fn finish(mut self, schema: &SchemaRef) -> Result<RecordBatch, LakeError> {
        let mut versions = Int32Builder::new();
        versions.append_value_n(PARSER_VERSION, self.ids.len());
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.event_id.finish()),
            Arc::new(self.time.finish()),
            Arc::new(self.event_type.finish()),
            Arc::new(self.event_source.finish()),
            Arc::new(self.username.finish()),
            Arc::new(self.user_id.finish()),
            Arc::new(self.course_id.finish()),
            Arc::new(self.course_id_or_url.finish()),
            Arc::new(self.course_id_from_mfe.finish()),
            Arc::new(self.org_id.finish()),
            Arc::new(self.ip.finish()),
            Arc::new(self.session.finish()),
            Arc::new(self.agent.finish()),
            Arc::new(self.host.finish()),
            Arc::new(self.page.finish()),
            Arc::new(self.referer.finish()),
            Arc::new(self.received_at.finish()),
            Arc::new(self.time_text.finish()),
            Arc::new(self.synthesized.finish()),
            Arc::new(self.has_payload.finish()),
            Arc::new(self.enrollment_user_id.finish()),
            Arc::new(self.enrollment_course_id.finish()),
            Arc::new(self.enrollment_mode.finish()),
            Arc::new(self.problem_id.finish()),
            Arc::new(self.problem_success.finish()),
            Arc::new(self.problem_attempts.finish()),
            Arc::new(self.problem_grade.finish()),
            Arc::new(self.problem_max_grade.finish()),
            Arc::new(self.video_id.finish()),
            Arc::new(self.video_code.finish()),
            Arc::new(self.video_position.finish()),
            Arc::new(self.video_old_position.finish()),
            Arc::new(self.video_new_position.finish()),
            Arc::new(self.video_duration.finish()),
            Arc::new(self.video_speed.finish()),
            Arc::new(self.forum_topic.finish()),
            Arc::new(self.forum_vote.finish()),
            Arc::new(self.forum_vote_undone.finish()),
            Arc::new(self.forum_target.finish()),
            Arc::new(versions.finish()),
            Arc::new(self.block.views.finish()),
        ];
        RecordBatch::try_new(Arc::clone(schema), columns).map_err(LakeError::rows(EVENTS))
    }
}

/// A line that was not understood.
#[derive(Debug)]
pub(crate) struct DeadLetter {
    pub(crate) reason: &'static str,
    pub(crate) source: Arc<str>,
    pub(crate) offset: u64,
    pub(crate) raw: Bytes,
}

/// Dead letters as rows, received at a time.
pub(crate) fn dead_rows(letters: &[DeadLetter], received: i64, schema: &SchemaRef) -> Result<RecordBatch, LakeError> {
    let mut reasons = StringBuilder::new();
    let mut sources = StringBuilder::new();
    let mut offsets = Int64Builder::new();
    let mut received_at = TimestampMicrosecondBuilder::new().with_timezone("UTC");
    let mut raw = BinaryViewBuilder::new();
    for letter in letters {
        reasons.append_value(letter.reason);
        sources.append_value(&letter.source);
        offsets.append_value(i64::try_from(letter.offset).unwrap_or(i64::MAX));
        received_at.append_value(received);
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

//! Dead letters as they are in the lake, read again some at a time.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, SchemaRef, TimestampMicrosecondType};
use bytes::Bytes;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use object_store::path::Path;

use super::rows::DeadLetter;
use crate::dead_letter::LINE_TOO_LONG;
use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::Lake;
use crate::normal_types::{file_schema, normalize_or_null};
use crate::read_file::{Selection, read_file};
use crate::schema::{DEAD_LETTER_COLUMNS, DEAD_LETTERS, arrow_schema};
use crate::snapshot::DataFile;

/// Rows that are read at once: each may be as long as the longest line that is kept.
const READ_ROWS: usize = 8;
/// A block of letters is about this long,
const BLOCK_BYTES: usize = 1 << 20;
/// and holds about so many at most.
const BLOCK_LETTERS: usize = 4096;

/// A dead letter whose line is in a block.
pub(super) struct Letter {
    pub(super) reason: Arc<str>,
    source: Arc<str>,
    offset: u64,
    received: i64,
    /// Where its line begins in the block.
    pub(super) start: usize,
    /// Bytes of its line.
    pub(super) length: usize,
}

/// Some letters of a file, and their lines one after the other.
pub(super) struct LetterBlock {
    pub(super) bytes: Bytes,
    pub(super) letters: Vec<Letter>,
}

impl LetterBlock {
    /// The line of a letter, and whether only its beginning was kept.
    pub(super) fn line(&self, letter: &Letter) -> (&[u8], bool) {
        let line = &self.bytes[letter.start..letter.start + letter.length];
        (line, *letter.reason == *LINE_TOO_LONG.code)
    }

    /// The same letter, for a reason.
    pub(super) fn dead(&self, letter: &Letter, reason: Cow<'static, str>) -> DeadLetter {
        DeadLetter {
            reason,
            source: Arc::clone(&letter.source),
            offset: letter.offset,
            received: letter.received,
            // A copy: a dead letter must not keep its whole block in memory.
            raw: Bytes::copy_from_slice(self.line(letter).0),
        }
    }
}

/// The letters of a file, in its order.
pub(super) struct Letters {
    schema: SchemaRef,
    rows: BoxStream<'static, parquet::errors::Result<RecordBatch>>,
    /// The reason and the source that came last: most letters beside each other have the same.
    reason: Arc<str>,
    source: Arc<str>,
}

impl Letters {
    pub(super) async fn open(lake: &Lake, file: &DataFile) -> Result<Self, LakeError> {
        let selection = Selection {
            columns: None,
            batch_rows: Some(READ_ROWS),
        };
        let path = Path::from(file.path.as_str());
        let rows = read_file(&lake.object_store(), &path, file.size, selection).await;
        Ok(Self {
            schema: file_schema(&arrow_schema(DEAD_LETTER_COLUMNS), DATE),
            rows: rows.map_err(LakeError::data_file(DEAD_LETTERS))?,
            reason: Arc::default(),
            source: Arc::default(),
        })
    }

    /// The next letters; nothing when all are read.
    pub(super) async fn next(&mut self) -> Result<Option<LetterBlock>, LakeError> {
        let mut lines = Vec::new();
        let mut letters = Vec::new();
        while lines.len() < BLOCK_BYTES && letters.len() < BLOCK_LETTERS {
            let batch = self.rows.try_next().await;
            let Some(batch) = batch.map_err(LakeError::data_file(DEAD_LETTERS))? else {
                break;
            };
            let batch = normalize_or_null(DEAD_LETTERS, &batch, &self.schema)?;
            self.take(&batch, &mut lines, &mut letters)?;
        }
        let block = LetterBlock {
            bytes: lines.into(),
            letters,
        };
        Ok((!block.letters.is_empty()).then_some(block))
    }

    fn take(&mut self, batch: &RecordBatch, lines: &mut Vec<u8>, letters: &mut Vec<Letter>) -> Result<(), LakeError> {
        let wrong = || LakeError::Schema {
            table: DEAD_LETTERS.to_owned(),
            reason: "columns of another type".to_owned(),
        };
        let [reasons, sources, offsets, received, raw] = batch.columns() else {
            return Err(wrong());
        };
        let reasons = reasons.as_string_opt::<i32>().ok_or_else(wrong)?;
        let sources = sources.as_string_opt::<i32>().ok_or_else(wrong)?;
        let offsets = offsets.as_primitive_opt::<Int64Type>().ok_or_else(wrong)?;
        let received = received
            .as_primitive_opt::<TimestampMicrosecondType>()
            .ok_or_else(wrong)?;
        let raw = raw.as_binary_opt::<i32>().ok_or_else(wrong)?;
        for row in 0..raw.len() {
            let line = raw.value(row);
            letters.push(Letter {
                reason: shared(&mut self.reason, reasons.value(row)),
                source: shared(&mut self.source, sources.value(row)),
                offset: u64::try_from(offsets.value(row)).unwrap_or(0),
                received: received.value(row),
                start: lines.len(),
                length: line.len(),
            });
            lines.extend_from_slice(line);
        }
        Ok(())
    }
}

/// A text, which is the last one again if it is the same.
fn shared(last: &mut Arc<str>, text: &str) -> Arc<str> {
    if **last != *text {
        *last = text.into();
    }
    Arc::clone(last)
}

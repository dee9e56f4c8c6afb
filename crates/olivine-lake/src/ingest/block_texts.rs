//! Columns of texts that stay in the block of lines they were read from.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryViewBuilder};
use arrow::buffer::Buffer;
use arrow::error::ArrowError;
use bytes::Bytes;

/// Where a block is in memory.
#[derive(Clone, Copy)]
struct Place {
    begin: usize,
    length: usize,
}

impl Place {
    fn of(block: &Bytes) -> Self {
        Self {
            begin: block.as_ptr().addr(),
            length: block.len(),
        }
    }

    /// Where in the block a text stands; nothing for one that was decoded and stands elsewhere.
    fn find(self, text: &str) -> Option<u32> {
        let offset = text.as_ptr().addr().checked_sub(self.begin)?;
        (offset + text.len() <= self.length).then_some(offset as u32)
    }
}

/// A column of texts, most of which are parts of the lines: a view of sixteen bytes each, and no copy.
pub(crate) struct BlockTexts {
    views: BinaryViewBuilder,
    block: u32,
    place: Place,
}

impl BlockTexts {
    pub(crate) fn of(block: &Bytes) -> Self {
        let mut views = BinaryViewBuilder::new();
        Self {
            block: views.append_block(Buffer::from(block.clone())),
            views,
            place: Place::of(block),
        }
    }

    pub(crate) fn append(&mut self, text: Option<impl AsRef<str>>) {
        let Some(text) = text else {
            return self.views.append_null();
        };
        let text = text.as_ref();
        let viewed = self
            .place
            .find(text)
            .and_then(|offset| self.views.try_append_view(self.block, offset, text.len() as u32).ok());
        if viewed.is_none() {
            self.views.append_value(text);
        }
    }

    pub(crate) fn finish(mut self) -> ArrayRef {
        Arc::new(self.views.finish())
    }
}

/// The lines themselves.
pub(crate) struct BlockLines {
    views: BinaryViewBuilder,
    block: u32,
    bytes: usize,
}

impl BlockLines {
    pub(crate) fn of(block: &Bytes) -> Self {
        let mut views = BinaryViewBuilder::new();
        let block = views.append_block(Buffer::from(block.clone()));
        Self { views, block, bytes: 0 }
    }

    pub(crate) fn append(&mut self, offset: usize, length: usize) -> Result<(), ArrowError> {
        self.bytes += length;
        // A block is at most a few lines longer than the longest line, far below the limit of 32 bits.
        self.views.try_append_view(self.block, offset as u32, length as u32)
    }

    /// Bytes of the lines.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn finish(mut self) -> ArrayRef {
        Arc::new(self.views.finish())
    }
}

/// The same values in a buffer of their own, so that few of them do not keep a whole block.
pub(crate) fn detached(column: ArrayRef) -> ArrayRef {
    match column.as_binary_view_opt() {
        Some(views) => Arc::new(views.gc()),
        None => column,
    }
}

/// Bytes that a column takes beside the block.
pub(crate) fn own_bytes(column: &ArrayRef, block: &Bytes) -> usize {
    let Some(views) = column.as_binary_view_opt() else {
        return column.get_array_memory_size();
    };
    let decoded = views
        .data_buffers()
        .iter()
        .filter(|buffer| buffer.as_ptr() != block.as_ptr());
    16 * column.len() + decoded.map(Buffer::capacity).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn texts_of_the_block_are_not_copied() {
        let block = Bytes::from_static(b"a short one, and one that is long enough for a view");
        let text = std::str::from_utf8(&block).unwrap();
        let elsewhere = "decoded from escapes, so it stands elsewhere".to_owned();
        let mut column = BlockTexts::of(&block);
        column.append(Some(&text[2..7]));
        column.append(Some(Cow::Borrowed(&text[13..])));
        column.append(None::<&str>);
        column.append(Some(Cow::<str>::Owned(elsewhere.clone())));
        column.append(Some(""));
        let column = column.finish();
        let values: Vec<Option<&[u8]>> = column.as_binary_view().iter().collect();
        let values: Vec<Option<&str>> = values
            .into_iter()
            .map(|value| value.map(|bytes| std::str::from_utf8(bytes).unwrap()))
            .collect();
        assert_eq!(
            values,
            [
                Some("short"),
                Some(&text[13..]),
                None,
                Some(elsewhere.as_str()),
                Some("")
            ]
        );
        let kept = column.as_binary_view().data_buffers();
        assert!(kept.iter().any(|buffer| buffer.as_ptr() == block.as_ptr()));
        assert!(own_bytes(&column, &block) >= 5 * 16 + elsewhere.len());
        let detached = detached(Arc::clone(&column));
        assert_eq!(&detached, &column);
        let kept = detached.as_binary_view().data_buffers();
        assert!(kept.iter().all(|buffer| buffer.as_ptr() != block.as_ptr()));
    }
}

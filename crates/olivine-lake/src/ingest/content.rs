//! The content of one input file as blocks of whole lines, with a running hash and offset.

use std::io::{self, Read};

use bytes::Bytes;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::inflate::Wrapping;

/// A block is about this long.
const BLOCK: usize = 1 << 20;
/// A line longer than this is cut there; what follows up to the line end is dropped with it.
const LONGEST_LINE: usize = 16 << 20;
/// The first line, or as much of it as this, tells files apart.
const HEAD: usize = 64 << 10;

/// So many bytes tell whether one content can be the beginning of another.
const FIRST_BYTES: usize = 4 << 10;

/// Whole lines of one file.
pub(crate) struct Block {
    /// The lines with their line ends; the last one may lack it at the end of a file.
    pub(crate) bytes: Bytes,
    /// Where the block begins in the content.
    pub(crate) offset: u64,
    /// Whether the last line was cut because it is too long.
    pub(crate) cut: bool,
}

/// How much of a file's content was taken in, and what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consumed {
    /// Hash of the first line.
    pub(crate) head: u64,
    /// Hash of the first `length` bytes of the content.
    pub(crate) hash: u128,
    /// Bytes of the content.
    pub(crate) length: u64,
}

/// Reads the content of one file.
pub(crate) struct Content {
    source: Box<dyn Read + Send>,
    hasher: Box<Xxh3>,
    /// Bytes that were read but not yet handed out.
    ahead: Vec<u8>,
    /// Where `ahead` begins in the content.
    offset: u64,
    last_byte: Option<u8>,
    head: u64,
    /// Whether an incomplete last line may still be completed by its writer.
    live: bool,
    ended: bool,
    /// Whether a line was left for the next time.
    unfinished: bool,
}

impl Content {
    /// Begins to read. `live` says that somebody may still be writing to the file, if it is a plain one.
    pub(crate) fn new(source: Box<dyn Read + Send>, wrapping: Wrapping, live: bool) -> io::Result<Self> {
        let mut content = Self {
            source,
            hasher: Box::new(Xxh3::new()),
            ahead: Vec::new(),
            offset: 0,
            last_byte: None,
            head: 0,
            live: live && wrapping == Wrapping::Plain,
            ended: false,
            unfinished: false,
        };
        content.read_ahead(HEAD)?;
        let first = memchr::memchr(b'\n', &content.ahead)
            .unwrap_or(content.ahead.len())
            .min(HEAD);
        let line = content.ahead[..first]
            .strip_suffix(b"\r")
            .unwrap_or(&content.ahead[..first]);
        content.head = xxh3_64(line);
        Ok(content)
    }

    /// Whether there is nothing in it. Asked before anything is taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.ahead.is_empty()
    }

    /// The hash of the first line.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    /// The first bytes, or all if there are fewer. Asked before anything is taken.
    pub(crate) fn first_bytes(&self) -> &[u8] {
        &self.ahead[..self.ahead.len().min(FIRST_BYTES)]
    }

    /// Whether an incomplete last line was left.
    pub(crate) fn left_a_line(&self) -> bool {
        self.unfinished
    }

    /// What was taken in so far.
    pub(crate) fn consumed(&self) -> Consumed {
        Consumed {
            head: self.head,
            hash: self.hasher.digest128(),
            length: self.offset,
        }
    }

    /// Reads until so many bytes are ahead or the content ends.
    fn read_ahead(&mut self, bytes: usize) -> io::Result<()> {
        let mut filled = self.ahead.len();
        if self.ended || filled >= bytes {
            return Ok(());
        }
        self.ahead.resize(bytes, 0);
        let mut result = Ok(());
        // No decoder is asked for nothing: some take that for an output that stays full.
        while filled < bytes {
            match self.source.read(&mut self.ahead[filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
        }
        self.ahead.truncate(filled);
        result
    }

    fn take(&mut self, bytes: usize) -> Vec<u8> {
        let rest = self.ahead[bytes..].to_vec();
        let mut taken = std::mem::replace(&mut self.ahead, rest);
        taken.truncate(bytes);
        self.hasher.update(&taken);
        self.offset += bytes as u64;
        self.last_byte = taken.last().copied().or(self.last_byte);
        taken
    }

    /// Passes over content up to an offset, or to the end if that comes first.
    pub(crate) fn skip_to(&mut self, offset: u64) -> io::Result<()> {
        while self.offset < offset {
            self.read_ahead(BLOCK)?;
            let wanted = usize::try_from(offset - self.offset)
                .unwrap_or(usize::MAX)
                .min(self.ahead.len());
            if wanted == 0 {
                return Ok(());
            }
            self.take(wanted);
        }
        Ok(())
    }

    /// After a part that was taken in before: if that ended in a line without line end, the line end that has come
    /// since belongs to that line.
    pub(crate) fn finish_known_line(&mut self) -> io::Result<()> {
        if self.last_byte.is_none_or(|byte| byte == b'\n') {
            return Ok(());
        }
        self.read_ahead(2)?;
        let line_end = if self.ahead.starts_with(b"\r\n") {
            2
        } else {
            usize::from(self.ahead.starts_with(b"\n"))
        };
        self.take(line_end);
        Ok(())
    }

    /// The next lines; nothing at the end.
    pub(crate) fn next_block(&mut self) -> io::Result<Option<Block>> {
        let mut wanted = BLOCK;
        loop {
            self.read_ahead(wanted)?;
            if let Some(end) = memchr::memrchr(b'\n', &self.ahead) {
                return Ok(Some(self.block(end + 1, false)));
            }
            if self.ended {
                return Ok(self.last_line());
            }
            if self.ahead.len() >= LONGEST_LINE {
                let block = self.block(LONGEST_LINE, true);
                self.drop_rest_of_line()?;
                return Ok(Some(block));
            }
            wanted = (self.ahead.len() * 2).max(BLOCK);
        }
    }

    fn block(&mut self, bytes: usize, cut: bool) -> Block {
        let offset = self.offset;
        Block {
            bytes: self.take(bytes).into(),
            offset,
            cut,
        }
    }

    /// The last line, which has no line end. It counts when it is an event, or when nobody can complete it (ES E-3).
    fn last_line(&mut self) -> Option<Block> {
        if self.ahead.is_empty() {
            return None;
        }
        if self.live && olivine_event::parse(&self.ahead).is_err() {
            self.unfinished = true;
            return None;
        }
        Some(self.block(self.ahead.len(), false))
    }

    fn drop_rest_of_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.ahead) {
                self.take(end + 1);
                return Ok(());
            }
            self.take(self.ahead.len());
            if self.ended {
                return Ok(());
            }
            self.read_ahead(BLOCK)?;
        }
    }
}

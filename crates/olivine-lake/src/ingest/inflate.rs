//! Turning the bytes of an input file into its content: plain, gzip (also of several members) or zstd, told apart by
//! the first bytes (ES E-2 FIX). Other compressions, and archives of several files, are recognised and refused: as text they would be
//! noise.
//!
//! Gzip members are inflated raw into large buffers, with the checksum beside; the ready-made gzip readers hand out
//! small pieces and cost a multiple of that.

use std::io::{self, BufRead, BufReader, Read};

use flate2::{Decompress, FlushDecompress, Status};

/// Bytes read from a file at once.
const READ_AHEAD: usize = 256 << 10;

/// Begins of files are recognised by no more bytes than these: the first header of a tar archive.
const LONGEST_BEGIN: usize = 512;
/// Where such a header says what it is, and how.
const TAR_MARK: (usize, &[u8]) = (257, b"ustar");
/// How files in compressions that are not read begin. No line of a log begins like that.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"\xfd7zXZ\0", "xz"),
    (b"]\0\0", "lzma"),
    (b"LZIP", "lzip"),
    (b"\x89LZO\0\r\n\x1a\n", "lzop"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x02\x21\x4c\x18", "lz4"),
    (b"\xff\x06\0\0sNaPpY", "snappy"),
    (b"\x1f\x9d", "compress"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
];

/// How the content of a file is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapping {
    /// Not at all.
    Plain,
    /// In gzip or zstd: a file that is complete or damaged.
    Compressed,
}

/// A file is in a compression that is not read, or an archive.
#[derive(Debug, thiserror::Error)]
#[error("packed with {0}")]
struct NotRead(&'static str);

/// The content of a file, and how it was wrapped.
pub(crate) fn content(mut source: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, Wrapping)> {
    let mut begin = Vec::new();
    // A remote source may hand out its first bytes one by one.
    source.by_ref().take(LONGEST_BEGIN as u64).read_to_end(&mut begin)?;
    if let Some(name) = unread_compression(&begin) {
        return Err(io::Error::new(io::ErrorKind::Unsupported, NotRead(name)));
    }
    let whole = BufReader::with_capacity(READ_AHEAD, io::Cursor::new(begin.clone()).chain(source));
    match begin[..] {
        [0x1f, 0x8b, ..] => Ok((no_archive(GzipContent::new(whole))?, Wrapping::Compressed)),
        // Frames that hold no content may come before those that do.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            let content = zstd::stream::read::Decoder::with_buffer(whole)?;
            Ok((no_archive(ZstdContent(content))?, Wrapping::Compressed))
        }
        _ => Ok((Box::new(whole), Wrapping::Plain)),
    }
}

/// Unpacked content, unless it is an archive.
fn no_archive(mut content: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut begin = Vec::new();
    content.by_ref().take(LONGEST_BEGIN as u64).read_to_end(&mut begin)?;
    if is_tar(&begin) {
        return Err(io::Error::new(io::ErrorKind::Unsupported, NotRead("tar")));
    }
    Ok(Box::new(io::Cursor::new(begin).chain(content)))
}

fn is_tar(begin: &[u8]) -> bool {
    let (at, mark) = TAR_MARK;
    // Names and numbers of a header end with a zero byte, which no text of a log holds.
    begin
        .split_at_checked(at)
        .is_some_and(|(names, rest)| rest.starts_with(mark) && names.contains(&0))
}

fn unread_compression(begin: &[u8]) -> Option<&'static str> {
    if matches!(begin, [b'B', b'Z', b'h', b'1'..=b'9', ..]) {
        return Some("bzip2");
    }
    if is_tar(begin) {
        return Some("tar");
    }
    NOT_READ
        .iter()
        .find(|(bytes, _)| begin.starts_with(bytes))
        .map(|(_, name)| *name)
}

/// The name of the compression, when a file cannot be read for that.
pub(crate) fn compression_of(error: &io::Error) -> Option<&'static str> {
    error.get_ref()?.downcast_ref::<NotRead>().map(|NotRead(name)| *name)
}

/// What is wrong with a compressed file. Other errors are errors of reading it.
pub(crate) fn damage(error: &io::Error) -> Option<String> {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Some(error.to_string()),
        _ => None,
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the compressed file is cut off")
}

struct ZstdContent<R: BufRead>(zstd::stream::read::Decoder<'static, R>);

impl<R: BufRead> Read for ZstdContent<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => cut_off(),
            // The decoder reports damaged frames as errors of no particular kind.
            io::ErrorKind::Other => damaged(&error.to_string()),
            _ => error,
        })
    }
}

/// The content of a gzip file.
struct GzipContent<R> {
    source: R,
    inflater: Decompress,
    checksum: crc32fast::Hasher,
    length: u32,
    state: GzipState,
}

#[derive(PartialEq, Eq)]
enum GzipState {
    BetweenMembers { first: bool },
    InMember,
    Ended,
}

impl<R: BufRead> GzipContent<R> {
    fn new(source: R) -> Self {
        Self {
            source,
            inflater: Decompress::new(false),
            checksum: crc32fast::Hasher::new(),
            length: 0,
            state: GzipState::BetweenMembers { first: true },
        }
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.source.read_exact(&mut byte).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => cut_off(),
            _ => error,
        })?;
        Ok(byte[0])
    }

    fn little_endian(&mut self, bytes: u32) -> io::Result<u32> {
        let mut value = 0;
        for place in 0..bytes {
            value |= u32::from(self.byte()?) << (8 * place);
        }
        Ok(value)
    }

    fn skip_text(&mut self) -> io::Result<()> {
        while self.byte()? != 0 {}
        Ok(())
    }

    /// Reads the header of the next member (RFC 1952, 2.3). Zero bytes after the last member are padding.
    fn begin_member(&mut self, first: bool) -> io::Result<()> {
        loop {
            match self.source.fill_buf()?.first() {
                None if first => return Err(cut_off()),
                None => {
                    self.state = GzipState::Ended;
                    return Ok(());
                }
                Some(0) if !first => self.source.consume(1),
                Some(_) => break,
            }
        }
        if [self.byte()?, self.byte()?] != [0x1f, 0x8b] {
            return Err(damaged("other bytes follow the end of the compressed content"));
        }
        if self.byte()? != 8 {
            return Err(damaged("the compression method is not known"));
        }
        let flags = self.byte()?;
        self.little_endian(4)?; // time
        self.little_endian(2)?; // extra flags, operating system
        if flags & 0x04 != 0 {
            for _ in 0..self.little_endian(2)? {
                self.byte()?;
            }
        }
        if flags & 0x08 != 0 {
            self.skip_text()?; // name
        }
        if flags & 0x10 != 0 {
            self.skip_text()?; // comment
        }
        if flags & 0x02 != 0 {
            self.little_endian(2)?; // checksum of the header
        }
        self.inflater.reset(false);
        self.checksum = crc32fast::Hasher::new();
        self.length = 0;
        self.state = GzipState::InMember;
        Ok(())
    }

    fn end_member(&mut self) -> io::Result<()> {
        let checksum = std::mem::take(&mut self.checksum).finalize();
        if self.little_endian(4)? != checksum {
            return Err(damaged("the checksum of the compressed content does not match"));
        }
        if self.little_endian(4)? != self.length {
            return Err(damaged("the length of the compressed content does not match"));
        }
        self.state = GzipState::BetweenMembers { first: false };
        Ok(())
    }

    /// Inflates a piece; nothing only at the end of the member.
    fn inflate(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let input = self.source.fill_buf()?;
            if input.is_empty() {
                return Err(cut_off());
            }
            let (read_before, made_before) = (self.inflater.total_in(), self.inflater.total_out());
            let status = self
                .inflater
                .decompress(input, out, FlushDecompress::None)
                .map_err(|_| damaged("the compressed content is damaged"))?;
            // Both differences are lengths inside the two buffers.
            let read = (self.inflater.total_in() - read_before) as usize;
            let made = (self.inflater.total_out() - made_before) as usize;
            self.source.consume(read);
            self.checksum.update(&out[..made]);
            self.length = self.length.wrapping_add(made as u32);
            if status == Status::StreamEnd {
                self.end_member()?;
                return Ok(made);
            }
            if made > 0 {
                return Ok(made);
            }
            if read == 0 {
                return Err(damaged("the compressed content is damaged"));
            }
        }
    }
}

impl<R: BufRead> Read for GzipContent<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match self.state {
                GzipState::Ended => return Ok(0),
                GzipState::BetweenMembers { first } => self.begin_member(first)?,
                GzipState::InMember => {
                    let made = self.inflate(out)?;
                    if made > 0 {
                        return Ok(made);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<(Vec<u8>, Wrapping)> {
        let (mut content, wrapping) = content(Box::new(io::Cursor::new(bytes)))?;
        let mut out = Vec::new();
        content.read_to_end(&mut out)?;
        Ok((out, wrapping))
    }

    fn lines() -> Vec<u8> {
        (0..40_000)
            .flat_map(|n| format!("line {n} of a log\n").into_bytes())
            .collect()
    }

    #[test]
    fn all_wrappings_give_the_same_content() {
        let lines = lines();
        let (first, second) = lines.split_at(100_001);
        assert_eq!(read(lines.clone()).unwrap(), (lines.clone(), Wrapping::Plain));
        assert_eq!(read(gzip(&lines)).unwrap(), (lines.clone(), Wrapping::Compressed));
        let members = [gzip(first), gzip(b""), gzip(second), vec![0; 7]].concat();
        assert_eq!(read(members).unwrap(), (lines.clone(), Wrapping::Compressed));
        let zstd = zstd::encode_all(lines.as_slice(), 1).unwrap();
        let behind_other_frame = [&b"\x50\x2a\x4d\x18\x03\0\0\0abc"[..], &zstd[..]].concat();
        assert_eq!(read(zstd).unwrap(), (lines.clone(), Wrapping::Compressed));
        assert_eq!(read(behind_other_frame).unwrap(), (lines, Wrapping::Compressed));
        for short in [&b""[..], b"{", b"BZh", b"]\0"] {
            assert_eq!(read(short.to_vec()).unwrap(), (short.to_vec(), Wrapping::Plain));
        }
    }

    #[test]
    fn the_begin_of_a_file_may_come_in_small_pieces() {
        struct OneByOne(io::Cursor<Vec<u8>>);
        impl Read for OneByOne {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let wanted = out.len().min(1);
                self.0.read(&mut out[..wanted])
            }
        }
        let source = OneByOne(io::Cursor::new(gzip(b"a line\n")));
        let (mut content, wrapping) = content(Box::new(source)).unwrap();
        let mut out = Vec::new();
        content.read_to_end(&mut out).unwrap();
        assert_eq!((out.as_slice(), wrapping), (&b"a line\n"[..], Wrapping::Compressed));
    }

    #[test]
    fn compressions_that_are_not_read_are_named() {
        let cases: [(&[u8], &str); 7] = [
            (b"BZh91AY&SY", "bzip2"),
            (b"\xfd7zXZ\0\0\x04", "xz"),
            (b"\x04\x22\x4d\x18\x64\x40", "lz4"),
            (b"PK\x03\x04\x14\0", "zip"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
            (b"\xff\x06\0\0sNaPpY\x01", "snappy"),
            (b"\x1f\x9d\x90", "compress"),
        ];
        for (begin, name) in cases {
            let error = read([begin, &lines()[..]].concat()).unwrap_err();
            assert_eq!(compression_of(&error), Some(name));
            assert_eq!(damage(&error), None, "{name}");
        }
        let error = read(b"\x1f\x8b\x08".to_vec()).unwrap_err();
        assert_eq!(compression_of(&error), None, "{error}");
    }

    #[test]
    fn an_archive_is_no_log_be_it_compressed_or_not() {
        let mut archive = vec![0; 1024];
        archive[..12].copy_from_slice(b"tracking.log");
        archive[257..265].copy_from_slice(b"ustar\x0000");
        archive.extend(lines());
        let zstd = zstd::encode_all(archive.as_slice(), 1).unwrap();
        for packed in [archive.clone(), gzip(&archive), zstd] {
            assert_eq!(compression_of(&read(packed).unwrap_err()), Some("tar"));
        }
        let mut line = lines()[..300].to_vec();
        assert_eq!(read(gzip(&line)).unwrap().0, line, "less than a header");
        line.extend(b" about ustar\n");
        assert_eq!(read(line.clone()).unwrap().0, line);
    }

    #[test]
    fn a_header_with_all_fields_is_read() {
        let mut file = vec![0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3];
        file.extend([3, 0, 1, 2, 3]); // extra
        file.extend(b"name\0comment\0\xaa\xbb");
        file.extend(&gzip(b"content")[10..]);
        assert_eq!(read(file).unwrap().0, b"content");
    }

    #[test]
    fn every_cut_and_every_flipped_byte_at_the_end_is_noticed() {
        let whole = gzip(&lines());
        for cut in [1, 2, 8, 9, 100, whole.len() - 3] {
            let error = read(whole[..whole.len() - cut].to_vec()).unwrap_err();
            assert!(damage(&error).is_some(), "{cut}: {error}");
        }
        for place in 1..=8 {
            let mut flipped = whole.clone();
            let at = flipped.len() - place;
            flipped[at] ^= 0x10;
            let error = read(flipped).unwrap_err();
            assert!(damage(&error).is_some(), "{place}: {error}");
        }
        let mut followed = whole.clone();
        followed.extend(b"not gzip");
        assert!(damage(&read(followed).unwrap_err()).is_some());
        let zstd = zstd::encode_all(lines().as_slice(), 1).unwrap();
        assert!(damage(&read(zstd[..zstd.len() - 5].to_vec()).unwrap_err()).is_some());
    }
}

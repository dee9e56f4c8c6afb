//! What goes wrong between the LMS and the file: cut and glued lines, noise, prefixes, events without a time.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A line that is no event, and the reason that must be given for it.
pub(crate) struct Broken {
    pub line: Vec<u8>,
    /// Code of `olivine_event::Reason`, or the lake's `date_out_of_range`.
    pub reason: &'static str,
}

/// Kinds of broken lines.
pub(crate) const BROKEN_KINDS: usize = 12;
/// Kinds of noise.
pub(crate) const NOISE_KINDS: usize = 5;
/// Kinds of harmless changes of a line.
pub(crate) const WRAPPING_KINDS: usize = 6;

/// Makes a broken line out of a good one.
pub(crate) fn broken(kind: usize, good: &[u8], rng: &mut ChaCha8Rng) -> Broken {
    let cut_at = rng.random_range(good.len() / 4..good.len() - 1);
    let with_time = |time: &str| {
        format!("{{\"username\": \"ghost\", \"event_type\": \"page_close\", \"event_source\": \"browser\", \"context\": {{}}{time}}}").into_bytes()
    };
    let (line, reason) = match kind {
        0 => (good[..cut_at].to_vec(), "bad_json"),
        1 => ([good, good].concat(), "bad_json"),
        2 => ([good, b" and then some".as_slice()].concat(), "bad_json"),
        3 => ([b"{braces} in a prefix ".as_slice(), good].concat(), "bad_json"),
        4 => ([&good[..good.len() - 1], b",}".as_slice()].concat(), "bad_json"),
        5 => ([b"{\"event\": \"\\u12\", ".as_slice(), &good[1..]].concat(), "bad_json"),
        6 => (with_time(""), "no_time"),
        7 => (with_time(", \"time\": null"), "no_time"),
        8 => (with_time(", \"time\": 1614834367"), "time_not_text"),
        9 => (with_time(", \"time\": \"soon\""), "bad_time"),
        10 => (
            with_time(", \"time\": \"2039-01-01T00:00:00+00:00\""),
            "date_out_of_range",
        ),
        _ => {
            let nested = format!(
                ", \"time\": \"2024-01-01T00:00:00+00:00\", \"event\": {}1{}",
                "[".repeat(200),
                "]".repeat(200)
            );
            (with_time(&nested), "too_deep")
        }
    };
    Broken { line, reason }
}

/// A line that never was an event (ES E-5).
pub(crate) fn noise(kind: usize) -> &'static [u8] {
    match kind {
        0 => b"",
        1 => b"Traceback (most recent call last):",
        2 => b"  File \"/app/lms/wsgi.py\", line 12, in application",
        3 => b"192.0.2.7 - - [01/Jan/2024:00:00:00 +0000] \"GET /heartbeat HTTP/1.1\" 200 12 \"-\" \"kube-probe/1.29\"",
        _ => b"[1, 2, 3]",
    }
}

/// Changes the surroundings of the event in `line[begin..]` in a way that changes nothing (ES 1.2).
pub(crate) fn wrap(kind: usize, line: &mut Vec<u8>, begin: usize) {
    let before: &[u8] = match kind {
        0 | 1 => b"2024-01-01 00:00:00,123 INFO 77 [tracking] [user 7] [ip 192.0.2.7] logger.py:41 - ",
        2 => b"<134>Jan  1 00:00:00 web3 [service_variant=lms][tracking]: ",
        3 => b"\xef\xbb\xbf",
        _ => b"",
    };
    line.splice(begin..begin, before.iter().copied());
    match kind {
        4 => line.extend_from_slice(b"  \r"),
        5 => line.extend_from_slice(b"\0\0\0"),
        _ => {}
    }
}

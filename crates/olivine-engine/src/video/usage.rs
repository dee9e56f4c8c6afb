//! How much of a video was watched, in pieces of five seconds (`PF 7.5`).

use super::coverage::{self, Span};

/// Seconds of a segment.
pub const SEGMENT_SECONDS: i64 = 5;
/// No position is beyond this many seconds (`PF V7`).
const MOST_SECONDS: f64 = 36_000.0;
/// What is left out at the end of a video: seconds, and a share of it, whichever is shorter (`PF V20`).
const END_SECONDS: f64 = 30.0;
const END_SHARE: f64 = 0.95;

/// A viewing, as far as it matters here. Seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watched {
    /// Who.
    pub user: i64,
    /// Where it began.
    pub start: f64,
    /// Where it ended.
    pub end: f64,
    /// Length of the video; none where unknown.
    pub duration: Option<f64>,
}

/// Five seconds of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Its number, from 0.
    pub segment: i64,
    /// Different people who watched it.
    pub users: i64,
    /// How often it was watched.
    pub views: i64,
}

/// How much of a video was watched.
#[derive(Debug, Clone, PartialEq)]
pub struct Usage {
    /// Length in seconds: known or inferred from where watching ends.
    pub duration: f64,
    /// People in the first segment.
    pub users_at_start: i64,
    /// People in the segment shortly before the end.
    pub users_at_end: i64,
    /// The segments that were watched, in order, up to the final one.
    pub segments: Vec<Segment>,
}

/// The segment of a position (`PF V15`).
fn segment_of(seconds: f64) -> i64 {
    // Casting cuts the fraction off and keeps what is too large at the largest number.
    (seconds as i64).div_euclid(SEGMENT_SECONDS)
}

/// The segment whose viewers count as having reached the end of a video of this length (`PF V20`).
pub fn end_segment(duration: f64) -> i64 {
    segment_of((duration - END_SECONDS).max(duration * END_SHARE))
}

/// The last real segment of a video of unknown length: what lies beyond a sudden drop of viewers are stray events (`PF V18`).
/// The segments are those that were watched, in order; none without any.
pub fn final_segment(segments: &[Segment], dropoff_threshold: f64) -> Option<i64> {
    let drop = segments
        .windows(2)
        .rev()
        .find(|pair| pair[1].users as f64 <= pair[0].users as f64 * dropoff_threshold);
    drop.map(|pair| pair[0].segment)
        .or_else(|| segments.last().map(|last| last.segment))
}

/// The usage of one video; none without viewings. Viewings that lie outside of any video are passed over.
pub fn usage(viewings: &[Watched], dropoff_threshold: f64) -> Option<Usage> {
    let is_position = |seconds: f64| (0.0..=MOST_SECONDS).contains(&seconds);
    let counted = || {
        viewings
            .iter()
            .filter(|viewing| is_position(viewing.start) && is_position(viewing.end) && viewing.start <= viewing.end)
    };
    let cell = |seconds: f64| u32::try_from(segment_of(seconds)).unwrap_or(u32::MAX);
    let mut spans: Vec<Span> = counted()
        .map(|viewing| Span {
            user: viewing.user,
            first: cell(viewing.start),
            last: cell(viewing.end),
        })
        .collect();
    // There are at most 7201 cells.
    let segments: Vec<Segment> = coverage::runs(&mut spans)
        .into_iter()
        .flat_map(|run| {
            (run.first..run.until).map(move |cell| Segment {
                segment: i64::from(cell),
                users: run.users,
                views: run.views,
            })
        })
        .collect();
    let inferred = final_segment(&segments, dropoff_threshold)?;
    // One viewing of unknown length makes the video one of unknown length (`PF V14`).
    let known = counted().try_fold(f64::NEG_INFINITY, |most, viewing| Some(most.max(viewing.duration?)));
    let (last, duration) = match known {
        Some(duration) => (segment_of(duration), duration),
        None => (inferred, ((inferred + 1) * SEGMENT_SECONDS - 1) as f64),
    };
    let users_of = |segment: i64| {
        segments
            .binary_search_by_key(&segment, |known| known.segment)
            .map_or(0, |place| segments[place].users)
    };
    let (users_at_start, users_at_end) = (users_of(0), users_of(end_segment(duration)));
    // Where the final segment itself was not watched, nothing is cut (`PF V21`).
    let kept = segments
        .iter()
        .position(|segment| segment.segment == last)
        .map_or(segments.len(), |place| place + 1);
    let mut segments = segments;
    segments.truncate(kept);
    Some(Usage {
        duration,
        users_at_start,
        users_at_end,
        segments,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(user: i64, start: f64, end: f64, duration: Option<f64>) -> Watched {
        Watched {
            user,
            start,
            end,
            duration,
        }
    }

    fn cells(usage: &Usage) -> Vec<(i64, i64, i64)> {
        usage
            .segments
            .iter()
            .map(|cell| (cell.segment, cell.users, cell.views))
            .collect()
    }

    #[test]
    fn ends_of_videos() {
        for (duration, segment) in [(10.0, 1), (22.0, 4), (100.0, 19), (650.0, 124)] {
            assert_eq!(end_segment(duration), segment, "{duration}");
        }
        assert_eq!(segment_of(1e300), i64::MAX / 5);
    }

    #[test]
    fn the_worked_example() {
        let length = Some(22.0);
        let viewings = [
            watched(1, 0.0, 7.0, length),
            watched(1, 15.0, 22.0, length),
            watched(2, 0.0, 3.0, length),
            watched(2, 3.0, 5.0, length),
        ];
        let found = usage(&viewings, 0.05).unwrap();
        assert_eq!(cells(&found), [(0, 2, 3), (1, 2, 2), (3, 1, 1), (4, 1, 1)]);
        assert_eq!((found.duration, found.users_at_start, found.users_at_end), (22.0, 2, 1));
        let found = usage(&[watched(1, 0.0, 7.0, length), watched(2, 0.0, 7.0, None)], 0.05).unwrap();
        assert_eq!((found.duration, found.users_at_end), (9.0, 2));
        assert_eq!(usage(&[], 0.05), None);
        assert_eq!(
            usage(&[watched(1, f64::NAN, 3.0, None), watched(1, 0.0, 1e9, None)], 0.05),
            None
        );
    }

    #[test]
    fn what_lies_beyond_the_final_segment_is_cut_only_when_that_was_watched() {
        let beyond = usage(
            &[watched(1, 0.0, 31.0, Some(30.5)), watched(1, 31.0, 36.0, Some(35.5))],
            0.05,
        )
        .unwrap();
        assert_eq!(beyond.segments.last().unwrap().segment, 7);
        let inside = usage(
            &[watched(1, 0.0, 12.0, Some(12.0)), watched(2, 10.0, 12.9, Some(12.0))],
            0.05,
        )
        .unwrap();
        assert_eq!(inside.segments.last().unwrap().segment, 2);
        let not_watched = usage(
            &[watched(1, 0.0, 4.0, Some(20.0)), watched(1, 25.0, 26.0, Some(20.0))],
            0.05,
        )
        .unwrap();
        assert_eq!(not_watched.segments.last().unwrap().segment, 5);
    }
}

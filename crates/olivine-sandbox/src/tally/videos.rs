//! What was watched (PF 7): pieces are noted while people watch them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::course::ToldLength;
use crate::moment::{Lived, Viewing};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// Length of a segment in seconds.
const SEGMENT: u32 = 5;
/// Shorter pieces are no viewings, in milliseconds.
const SHORTEST: u32 = 250;
/// A segment with at most so many of the viewers before it comes after the end.
const DROP_OFF: f64 = 0.05;

#[derive(Debug, Default)]
pub(super) struct Videos {
    watched: HashMap<(u16, u16), Vec<Viewing>>,
}

/// How a video was watched, by segment.
#[derive(Debug, Default)]
struct Segment {
    users: BTreeSet<u32>,
    views: u64,
}

impl Videos {
    pub(super) fn observe(&mut self, lived: &Lived) {
        let long_enough = |viewing: &&Viewing| viewing.to >= viewing.from + SHORTEST;
        for viewing in lived.viewings.iter().filter(long_enough) {
            self.watched
                .entry((viewing.course, viewing.video))
                .or_default()
                .push(*viewing);
        }
    }

    /// The length of a video, in seconds, that is taken from where its viewers leave; none where nobody viewed it.
    pub(super) fn inferred_length(&self, course: u16, video: u16) -> Option<u32> {
        let viewings = self.watched.get(&(course, video))?;
        Some(length_until(last_by_viewers(&segments(viewings))))
    }

    pub(super) fn tables(&self, site: &Site) -> Vec<TrueTable> {
        let mut videos = TrueTable::new(
            "video",
            &[
                "pipeline_video_id",
                "course_id",
                "encoded_module_id",
                "duration",
                "segment_length",
                "users_at_start",
                "users_at_end",
                "total_viewed_seconds",
            ],
        );
        let mut timeline = TrueTable::new(
            "video_timeline",
            &["pipeline_video_id", "segment", "num_users", "num_views"],
        );
        for ((course, video), viewings) in &self.watched {
            let course = &site.courses[usize::from(*course)];
            let video = &course.videos[usize::from(*video)];
            let id = format!("{}|{}", course.id, video.block.html_id);
            let segments = segments(viewings);
            let users = |segment: u32| segments.get(&segment).map_or(0, |segment| segment.users.len());
            let (duration, last) = match video.told {
                ToldLength::No => {
                    let last = last_by_viewers(&segments);
                    (length_until(last), last)
                }
                _ => (u32::from(video.duration), u32::from(video.duration) / SEGMENT),
            };
            let near_end = (f64::from(duration) - 30.0).max(f64::from(duration) * 0.95) as u32 / SEGMENT;
            // What lies after the last segment is left out, where the last was seen at all (PF V21).
            let shown = if segments.contains_key(&last) { last } else { u32::MAX };
            let mut views = 0;
            for (position, segment) in segments.range(..=shown) {
                views += segment.views;
                timeline.push([
                    Cell::from(&id),
                    Cell::from(position),
                    Cell::from(segment.users.len()),
                    Cell::from(segment.views),
                ]);
            }
            videos.push([
                Cell::from(&id),
                Cell::from(&course.id),
                Cell::from(&video.block.html_id),
                Cell::from(duration),
                Cell::from(SEGMENT),
                Cell::from(users(0)),
                Cell::from(users(near_end)),
                Cell::from(views * u64::from(SEGMENT)),
            ]);
        }
        vec![videos, timeline]
    }
}

/// The length of a video that ends with a segment.
fn length_until(last: u32) -> u32 {
    (last + 1) * SEGMENT - 1
}

fn segments(viewings: &[Viewing]) -> BTreeMap<u32, Segment> {
    let mut segments: BTreeMap<u32, Segment> = BTreeMap::new();
    for viewing in viewings {
        for position in viewing.from / 1000 / SEGMENT..=viewing.to / 1000 / SEGMENT {
            let segment = segments.entry(position).or_default();
            segment.users.insert(viewing.learner);
            segment.views += 1;
        }
    }
    segments
}

/// Where nobody says how long a video is: the segment after which nearly all viewers are gone (PF V18).
fn last_by_viewers(segments: &BTreeMap<u32, Segment>) -> u32 {
    let seen: Vec<(u32, usize)> = segments
        .iter()
        .map(|(position, segment)| (*position, segment.users.len()))
        .collect();
    let dropped = |pair: &&[(u32, usize)]| pair[1].1 as f64 <= pair[0].1 as f64 * DROP_OFF;
    let drop = seen.windows(2).rev().find(dropped).map(|pair| pair[0].0);
    drop.or(seen.last().map(|(position, _)| *position)).unwrap_or_default()
}

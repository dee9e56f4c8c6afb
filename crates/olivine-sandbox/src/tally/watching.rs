//! How long videos were really watched (OV-36 to OV-38).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::videos::Videos;
use crate::course::ToldLength;
use crate::moment::{Act, CourseFrom, Lived, Moment, Watched};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Who watched this share of a video completed it.
const COMPLETION: f64 = 0.95;

#[derive(Debug, Default)]
pub(super) struct Watching {
    watched: BTreeMap<(u16, u16), Vec<Watched>>,
    /// Moves forward and back.
    seeks: HashMap<(u16, u16), [u64; 2]>,
}

/// One person at one video, in milliseconds.
#[derive(Debug, Default)]
struct Share {
    watched: i64,
    unique: i64,
    spent: i64,
}

/// The videos of a course or of a section of it, in milliseconds.
#[derive(Debug, Default)]
struct Part {
    videos: u32,
    learners: BTreeSet<u32>,
    /// Of the videos, each once.
    length: i64,
    /// Of the videos, each once for everybody who watched any of it.
    offered: i64,
    watched: i64,
    unique: i64,
}

impl Part {
    fn add(&mut self, length: i64, shares: &BTreeMap<u32, Share>) {
        if shares.is_empty() {
            return;
        }
        self.videos += 1;
        self.length += length;
        for (learner, share) in shares {
            self.learners.insert(*learner);
            self.offered += length;
            self.watched += share.watched;
            self.unique += share.unique;
        }
    }

    fn row(&self, course: &str, level: &str, block_id: &str) -> [Cell; 11] {
        let seconds = |millis: i64| Cell::from(millis as f64 / 1_000.0);
        let percent = |millis: i64| Cell::from(100.0 * millis as f64 / self.offered as f64);
        let again = self.watched - self.unique;
        [
            Cell::from(course),
            Cell::from(level),
            Cell::from(block_id),
            Cell::from(self.videos),
            Cell::from(self.learners.len()),
            Cell::from(self.length as f64 / (1_000.0 * f64::from(self.videos))),
            seconds(self.watched),
            seconds(self.unique),
            seconds(again),
            percent(self.unique),
            percent(again),
        ]
    }
}

impl Watching {
    pub(super) fn observe(&mut self, lived: &Lived) {
        for watched in &lived.watched {
            let key = (watched.course, watched.video);
            self.watched.entry(key).or_default().push(*watched);
        }
    }

    pub(super) fn observe_moment(&mut self, lived: &Lived, moment: &Moment) {
        let Act::SeekVideo { video, from, to } = moment.act else {
            return;
        };
        if moment.course_from != CourseFrom::Nowhere && from != to {
            let course = lived.sessions[moment.session as usize].course;
            self.seeks.entry((course, video)).or_default()[usize::from(to < from)] += 1;
        }
    }

    pub(super) fn tables(&self, site: &Site, videos: &Videos) -> Vec<TrueTable> {
        vec![self.measures(site, videos), self.levels(site, videos), self.curve(site)]
    }

    /// Milliseconds of a video that are there to be watched, and what each person watched of them.
    fn of_video(&self, site: &Site, videos: &Videos, course: u16, position: u16) -> (i64, BTreeMap<u32, Share>) {
        let watched = self.watched.get(&(course, position)).map_or(&[][..], Vec::as_slice);
        let video = &site.courses[usize::from(course)].videos[usize::from(position)];
        let length = match video.told {
            ToldLength::No => videos
                .inferred_length(course, position)
                .map(|seconds| i64::from(seconds) * 1_000)
                .or_else(|| watched.iter().map(|one| one.to).max()),
            _ => Some(i64::from(video.duration) * 1_000),
        };
        let length = length.unwrap_or_default();
        (length, shares(watched, length))
    }

    /// Who watched any of a video.
    pub(super) fn who_watched(&self, site: &Site, videos: &Videos, course: u16, position: u16) -> BTreeSet<u32> {
        self.of_video(site, videos, course, position).1.into_keys().collect()
    }

    fn measures(&self, site: &Site, videos: &Videos) -> TrueTable {
        let mut table = TrueTable::new(
            "video_watching",
            &[
                "pipeline_video_id",
                "course_id",
                "encoded_module_id",
                "length_seconds",
                "learners",
                "completed_learners",
                "repeating_learners",
                "watched_seconds",
                "unique_seconds",
                "repeated_seconds",
                "spent_seconds",
                "playing_speed",
                "seeks_forward",
                "seeks_back",
            ],
        );
        for (course_position, position) in self.watched.keys() {
            let course = &site.courses[usize::from(*course_position)];
            let video = &course.videos[usize::from(*position)];
            let (length, shares) = self.of_video(site, videos, *course_position, *position);
            if shares.is_empty() {
                continue;
            }
            let sum = |of: fn(&Share) -> i64| shares.values().map(of).sum::<i64>();
            let (total, unique, spent) = (
                sum(|share| share.watched),
                sum(|share| share.unique),
                sum(|share| share.spent),
            );
            let count = |is: &dyn Fn(&Share) -> bool| shares.values().filter(|share| is(share)).count();
            let seconds = |millis: i64| Cell::from(millis as f64 / 1_000.0);
            let [forward, back] = self
                .seeks
                .get(&(*course_position, *position))
                .copied()
                .unwrap_or_default();
            table.push([
                Cell::from(format!("{}|{}", course.id, video.block.html_id)),
                Cell::from(&course.id),
                Cell::from(&video.block.html_id),
                seconds(length),
                Cell::from(shares.len()),
                Cell::from(count(&|share| share.unique as f64 >= COMPLETION * length as f64)),
                Cell::from(count(&|share| share.watched > share.unique)),
                seconds(total),
                seconds(unique),
                seconds(total - unique),
                seconds(spent),
                or_null((spent > 0).then(|| total as f64 / spent as f64)),
                Cell::from(forward),
                Cell::from(back),
            ]);
        }
        table
    }

    /// OV-38.
    fn levels(&self, site: &Site, videos: &Videos) -> TrueTable {
        let mut table = TrueTable::new(
            "video_watching_levels",
            &[
                "course_id",
                "level",
                "block_id",
                "videos",
                "learners",
                "mean_length_seconds",
                "watched_seconds",
                "unique_seconds",
                "repeated_seconds",
                "unique_percent",
                "repeated_percent",
            ],
        );
        // By course, and by section of it; the course itself is no section.
        let mut parts: BTreeMap<(u16, Option<usize>), Part> = BTreeMap::new();
        for (course_position, position) in self.watched.keys() {
            let course = &site.courses[usize::from(*course_position)];
            let chapter = course.units[course.videos[usize::from(*position)].block.unit].chapter;
            let (length, shares) = self.of_video(site, videos, *course_position, *position);
            for section in [None, Some(chapter)] {
                parts
                    .entry((*course_position, section))
                    .or_default()
                    .add(length, &shares);
            }
        }
        for ((position, section), part) in parts {
            let course = &site.courses[usize::from(position)];
            if part.videos > 0 {
                let (level, block_id) = match section {
                    None => ("course", ""),
                    Some(chapter) => ("section", course.chapters[chapter].usage.as_str()),
                };
                table.push(part.row(&course.id, level, block_id));
            }
        }
        table
    }

    fn curve(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "video_watching_curve",
            &["pipeline_video_id", "course_id", "second", "until", "learners", "views"],
        );
        for ((course, position), watched) in &self.watched {
            let course = &site.courses[usize::from(*course)];
            let id = format!("{}|{}", course.id, course.videos[usize::from(*position)].block.html_id);
            for (second, until, learners, views) in pieces(watched) {
                table.push([
                    Cell::from(&id),
                    Cell::from(&course.id),
                    Cell::from(second),
                    Cell::from(until),
                    Cell::from(learners),
                    Cell::from(views),
                ]);
            }
        }
        table
    }
}

/// What each person watched of a video of that length.
fn shares(watched: &[Watched], length: i64) -> BTreeMap<u32, Share> {
    let mut shares: BTreeMap<u32, Share> = BTreeMap::new();
    let mut seen: BTreeMap<u32, Vec<(i64, i64)>> = BTreeMap::new();
    for one in watched.iter().filter(|one| one.from < length) {
        let to = one.to.min(length);
        let share = shares.entry(one.learner).or_default();
        share.watched += to - one.from;
        share.spent += one.spent * (to - one.from) / (one.to - one.from);
        seen.entry(one.learner).or_default().push((one.from, to));
    }
    for (learner, mut seen) in seen {
        seen.sort_unstable();
        let mut until = 0;
        let mut unique = 0;
        for (from, to) in seen {
            unique += (to - from.max(until)).max(0);
            until = until.max(to);
        }
        shares.entry(learner).or_default().unique = unique;
    }
    shares
}

/// Seconds in a row with the same numbers: the first, the one after the last, people, views.
fn pieces(watched: &[Watched]) -> Vec<(usize, usize, i64, i64)> {
    let touched = |one: &Watched| ((one.from / 1_000) as usize, ((one.to - 1) / 1_000) as usize + 1);
    let length = watched.iter().map(|one| touched(one).1).max().unwrap_or_default();
    // How many people and views more there are than in the second before.
    let mut more = vec![(0, 0); length + 1];
    let mut of_people: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for one in watched {
        let (first, until) = touched(one);
        more[first].1 += 1;
        more[until].1 -= 1;
        of_people.entry(one.learner).or_default().push((first, until));
    }
    for mut seen in of_people.into_values() {
        seen.sort_unstable();
        let mut covered = 0;
        for (first, until) in seen {
            if until > covered {
                more[first.max(covered)].0 += 1;
                more[until].0 -= 1;
                covered = until;
            }
        }
    }
    let mut pieces: Vec<(usize, usize, i64, i64)> = Vec::new();
    let (mut people, mut views) = (0, 0);
    for (second, (more_people, more_views)) in more.into_iter().enumerate() {
        people += more_people;
        views += more_views;
        match pieces.last_mut() {
            _ if views == 0 => {}
            Some(piece) if piece.1 == second && (piece.2, piece.3) == (people, views) => piece.1 = second + 1,
            _ => pieces.push((second, second + 1, people, views)),
        }
    }
    pieces
}

//! Who used the transcripts and captions of videos (OV-22, OV-23).

use std::collections::{BTreeMap, BTreeSet};

use super::videos::Videos;
use super::watching::Watching;
use crate::moment::{Act, CourseFrom, Moment, Reading, Session};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// Kinds of use, in the order of the columns.
const KINDS: [Reading; 6] = [
    Reading::TranscriptShown,
    Reading::TranscriptHidden,
    Reading::CaptionsShown,
    Reading::CaptionsHidden,
    Reading::MenuOpened,
    Reading::Downloaded,
];

#[derive(Debug, Default)]
pub(super) struct Transcripts {
    /// By course and video: people and what they did, a pair once.
    used: BTreeMap<(u16, u16), BTreeSet<(usize, u32)>>,
}

impl Transcripts {
    pub(super) fn observe(&mut self, session: &Session, moment: &Moment) {
        let (Act::Read { video, reading }, Some(learner)) = (moment.act, session.learner) else {
            return;
        };
        if moment.course_from == CourseFrom::Nowhere {
            return;
        }
        let of_video = self.used.entry((session.course, video)).or_default();
        of_video.extend(
            KINDS
                .iter()
                .position(|kind| *kind == reading)
                .map(|kind| (kind, learner)),
        );
    }

    pub(super) fn table(&self, site: &Site, watching: &Watching, videos: &Videos) -> TrueTable {
        let mut table = TrueTable::new(
            "video_transcripts",
            &[
                "course_id",
                "video_name",
                "learners",
                "transcript_shown",
                "transcript_hidden",
                "captions_shown",
                "captions_hidden",
                "menu_opened",
                "downloaded",
            ],
        );
        let nobody = BTreeSet::new();
        for (course_position, course) in site.courses.iter().enumerate() {
            for (position, video) in course.videos.iter().enumerate() {
                let key = (course_position as u16, position as u16);
                let viewers = watching.who_watched(site, videos, key.0, key.1);
                let used = self.used.get(&key).unwrap_or(&nobody);
                if viewers.is_empty() && used.is_empty() {
                    continue;
                }
                let usage = &video.block.usage;
                let name = usage.rsplit(['@', '/']).next().unwrap_or(usage);
                let head = [Cell::from(&course.id), Cell::from(name), Cell::from(viewers.len())];
                let by_kind =
                    (0..KINDS.len()).map(|kind| Cell::from(used.iter().filter(|(own, _)| *own == kind).count()));
                table.push(head.into_iter().chain(by_kind));
            }
        }
        table
    }
}

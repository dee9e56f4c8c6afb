//! Reading along with videos: transcripts, captions, and files of transcripts.
//!
//! As with help, it comes right after something that people do anyway, when a player has been loaded, and is decided by a generator of
//! its own.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::moment::{Act, CourseFrom, Device, Moment, Reading, SECOND};
use crate::simulation::{Site, Today};

/// Another generator than that of all else, so that nothing else depends on it.
const READING_STREAM: u64 = 9;
/// From one event to the next, in microseconds. After a player was loaded the next thing is at least a second away.
const STEP: i64 = SECOND / 1000;

/// The generator that decides who reads along.
pub(crate) fn generator(seed: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(READING_STREAM);
    rng
}

impl Site {
    /// People read along with the videos of the day that they have lived through.
    pub(crate) fn read_along(&mut self, today: &mut Today) {
        let end = today.end;
        let lived = &mut today.lived;
        let mut found = Vec::new();
        for before in &lived.moments {
            let Act::LoadVideo { video } = before.act else {
                continue;
            };
            let device = lived.sessions[before.session as usize].device;
            for (nth, reading) in (1..).zip(readings(&mut self.reading_rng, device)) {
                let is_of_server = reading == Reading::Downloaded;
                found.push(Moment {
                    time: before.time + nth * STEP,
                    session: before.session,
                    act: Act::Read { video, reading },
                    course_from: match before.course_from {
                        // The server does not see the address of a micro front end.
                        CourseFrom::FrontEnd if is_of_server => CourseFrom::Context,
                        other => other,
                    },
                    late: before.late,
                });
            }
        }
        // What would come after midnight does not happen.
        lived
            .moments
            .extend(found.into_iter().filter(|moment| moment.time < end));
    }
}

fn readings(rng: &mut ChaCha8Rng, device: Device) -> Vec<Reading> {
    let mut found = Vec::new();
    if rng.random_ratio(1, 5) {
        found.push(Reading::TranscriptShown);
        if rng.random_ratio(1, 3) {
            found.push(Reading::TranscriptHidden);
        }
    } else if rng.random_ratio(1, 15) {
        // It was open from the beginning.
        found.push(Reading::TranscriptHidden);
    }
    if rng.random_ratio(1, 8) {
        found.push(Reading::CaptionsShown);
        if rng.random_ratio(1, 2) {
            found.push(Reading::CaptionsHidden);
        }
    }
    if rng.random_ratio(1, 12) {
        found.push(Reading::MenuOpened);
    }
    // What an app has downloaded nobody asked the server for.
    if device == Device::Browser && rng.random_ratio(1, 10) {
        found.push(Reading::Downloaded);
    }
    found
}

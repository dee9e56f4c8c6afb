//! Players that run: what people really watch (OV-31 … OV-36), noted while they watch it.
//!
//! Whatever a player says of itself, it plays on until somebody ends it: by a pause, a stop, a seek, by beginning anew, or by
//! going away. All is in whole milliseconds.

use std::collections::HashMap;

use crate::moment::{Position, Watched};

/// The usual speed, in quarters.
pub(crate) const USUAL: u8 = 4;
/// Who begins anew this near to where the player is did not stop it, milliseconds.
const NEAR: i64 = 2_000;
/// Where nobody tells how long a video is, no more than this is believed to be watched without a reported end, milliseconds.
const LONGEST_UNREPORTED: i64 = 30 * 60 * 1_000;

/// Somebody before a video of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seated {
    pub learner: u32,
    pub course: u16,
    pub video: u16,
}

/// A player that runs.
#[derive(Debug, Clone, Copy)]
struct Running {
    seated: Seated,
    /// Milliseconds; none where nobody tells it.
    length: Option<i64>,
    /// When it was last known, microseconds.
    time: i64,
    /// Where it was then.
    at: i64,
    /// Milliseconds of the video that it played until `since`, when the speed changed last.
    played: i64,
    since: i64,
    /// Slowest speed until then.
    slowest: Option<u8>,
    /// Whether it surely runs: once the page was left, only a reported end shows that it did.
    is_sure: bool,
}

impl Running {
    /// Where it is.
    fn place(&self, time: i64, speed: u8) -> i64 {
        self.at + self.played + played(self.since, time, speed)
    }

    fn slowest(&self, time: i64, speed: u8) -> u8 {
        let last = (time > self.since).then_some(speed);
        self.slowest.into_iter().chain(last).min().unwrap_or(USUAL)
    }

    /// Whether it can still run there.
    fn can_be(&self, place: i64) -> bool {
        match self.length {
            Some(length) => place <= length,
            None => place - self.at <= LONGEST_UNREPORTED,
        }
    }

    /// What was watched until it came to a place.
    fn watched(&self, time: i64, place: i64, speed: u8) -> Option<Watched> {
        let to = self.length.map_or(place, |length| place.min(length));
        let length = to - self.at;
        (length > 0).then(|| Watched {
            learner: self.seated.learner,
            course: self.seated.course,
            video: self.seated.video,
            from: self.at,
            to,
            spent: ((time - self.time) / 1_000).min(length * i64::from(USUAL) / i64::from(self.slowest(time, speed))),
        })
    }
}

/// Milliseconds of a video that are played between two times.
fn played(from: i64, to: i64, speed: u8) -> i64 {
    (to - from) / 1_000 * i64::from(speed) / i64::from(USUAL)
}

/// The players of everybody.
#[derive(Debug, Default)]
pub(crate) struct Players {
    running: HashMap<u32, Vec<Running>>,
    speeds: HashMap<u32, u8>,
}

impl Players {
    /// The speed, in quarters, at which somebody's players play: one takes over what was chosen at another.
    pub(crate) fn speed(&self, learner: u32) -> u8 {
        self.speeds.get(&learner).copied().unwrap_or(USUAL)
    }

    /// Somebody chooses a speed.
    pub(crate) fn choose_speed(&mut self, learner: u32, time: i64, speed: u8) {
        let before = self.speed(learner);
        for running in self.running.entry(learner).or_default() {
            running.slowest = Some(running.slowest(time, before)).filter(|_| time > running.time);
            running.played += played(running.since, time, before);
            running.since = time;
        }
        self.speeds.insert(learner, speed);
    }

    /// Somebody begins to play.
    pub(crate) fn play(
        &mut self,
        seated: Seated,
        time: i64,
        at: Position,
        length: Option<Position>,
        watched: &mut Vec<Watched>,
    ) {
        let at = i64::from(at);
        if let Some(before) = self.take(seated) {
            let speed = self.speed(seated.learner);
            let place = before.place(time, speed);
            let end = if (place - at).abs() <= NEAR {
                Some(at.min(place))
            } else {
                Some(place).filter(|place| before.is_sure && before.can_be(*place))
            };
            watched.extend(end.and_then(|end| before.watched(time, end, speed)));
        }
        self.running.entry(seated.learner).or_default().push(Running {
            seated,
            length: length.map(i64::from),
            time,
            at,
            played: 0,
            since: time,
            slowest: None,
            is_sure: true,
        });
    }

    /// A player says that it came to its end, or to a pause, at this place.
    pub(crate) fn end(&mut self, seated: Seated, time: i64, at: Position, watched: &mut Vec<Watched>) {
        if let Some(running) = self.take(seated) {
            watched.extend(running.watched(time, i64::from(at), self.speed(seated.learner)));
        }
    }

    /// Somebody leaves a page of a course: who can say which of its players runs on?
    pub(crate) fn leave(&mut self, learner: u32, course: u16, time: i64, watched: &mut Vec<Watched>) {
        let speed = self.speed(learner);
        let of_learner = self.running.entry(learner).or_default().iter_mut();
        for running in of_learner.filter(|running| running.seated.course == course && running.is_sure) {
            let place = running.place(time, speed);
            if running.can_be(place) {
                watched.extend(running.watched(time, place, speed));
                *running = Running {
                    time,
                    at: place,
                    played: 0,
                    since: time,
                    slowest: None,
                    is_sure: false,
                    ..*running
                };
            }
        }
    }

    fn take(&mut self, seated: Seated) -> Option<Running> {
        let of_learner = self.running.get_mut(&seated.learner)?;
        let position = of_learner.iter().position(|running| running.seated == seated)?;
        Some(of_learner.remove(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Seated = Seated {
        learner: 1,
        course: 0,
        video: 3,
    };
    const SECOND: i64 = 1_000_000;

    fn spans(watched: &[Watched]) -> Vec<(i64, i64, i64)> {
        watched.iter().map(|one| (one.from, one.to, one.spent)).collect()
    }

    #[test]
    fn a_reported_end_is_the_end() {
        let (mut players, mut watched) = (Players::default(), Vec::new());
        players.play(ANN, 0, 5_000, Some(60_000), &mut watched);
        players.choose_speed(1, 10 * SECOND, 8);
        players.end(ANN, 30 * SECOND, 50_000, &mut watched);
        // 45 seconds of the video at 1 in the slowest case, in 30 of the clock.
        assert_eq!(spans(&watched), [(5_000, 50_000, 30_000)]);
        players.end(ANN, 31 * SECOND, 51_000, &mut watched);
        assert_eq!(watched.len(), 1, "it did not run any more");
        // The next player is as fast, and waits for data.
        players.play(ANN, 100 * SECOND, 0, Some(60_000), &mut watched);
        players.end(ANN, 200 * SECOND, 10_000, &mut watched);
        assert_eq!(spans(&watched)[1], (0, 10_000, 5_000));
    }

    #[test]
    fn who_goes_away_has_watched_until_then_unless_the_video_was_over() {
        let (mut players, mut watched) = (Players::default(), Vec::new());
        players.play(ANN, 0, 0, Some(60_000), &mut watched);
        players.leave(1, 7, 10 * SECOND, &mut watched);
        assert!(watched.is_empty(), "a page of another course");
        players.leave(1, 0, 20 * SECOND, &mut watched);
        players.leave(1, 0, 30 * SECOND, &mut watched);
        players.play(ANN, 40 * SECOND, 1_000, Some(60_000), &mut watched);
        players.play(ANN, 50 * SECOND, 12_500, Some(60_000), &mut watched);
        players.play(ANN, 60 * SECOND, 0, Some(60_000), &mut watched);
        players.leave(1, 0, 121 * SECOND, &mut watched);
        assert_eq!(
            spans(&watched),
            [(0, 20_000, 20_000), (1_000, 11_000, 10_000), (12_500, 22_500, 10_000)]
        );
    }
}

//! Watched stretches of videos, believing no more than the clock allows (`OV-30`).
//!
//! All is in whole numbers, so that sums do not depend on their order.

use std::collections::BTreeMap;

/// A reported position may be this much further than the clock allows; milliseconds (`OV-34`).
const TOLERANCE: i64 = 2_000;
/// A play this near to where a seek came from tells a stale position; milliseconds (`OV-33`).
const STALE: i64 = 1_000;
/// So long a stretch without reported end is believed where the length of the video is unknown; milliseconds (`OV-35`).
const LONGEST_UNREPORTED: i64 = 30 * 60 * 1_000;
/// Thousandths of the normal speed that players offer at most and at least; others are not believed.
const SPEEDS: std::ops::RangeInclusive<i32> = 100..=16_000;
/// The normal speed, in thousandths.
const NORMAL_SPEED: i32 = 1_000;

/// What an event says. At the same time, ends come before begins (`OV-32`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The player was paused.
    Pause,
    /// The player reached the end, or was stopped.
    Stop,
    /// The player moved to another position.
    Seek,
    /// The speed changed.
    Speed,
    /// The page was left.
    Leave,
    /// The player began to play.
    Play,
}

impl Act {
    /// The act of an event, by its type: the names of browsers and those of apps; none for other events.
    pub fn of_event_type(event_type: &str) -> Option<Self> {
        Some(match event_type {
            "pause_video" | "edx.video.paused" => Self::Pause,
            "stop_video" | "edx.video.stopped" | "complete_video" | "edx.video.completed" => Self::Stop,
            "seek_video" | "edx.video.position.changed" => Self::Seek,
            "speed_change_video" | "edx.video.speed.changed" => Self::Speed,
            "page_close" => Self::Leave,
            "play_video" | "edx.video.played" => Self::Play,
            _ => return None,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Stop => "stop",
            Self::Seek => "seek",
            Self::Speed => "speed",
            Self::Leave => "leave",
            Self::Play => "play",
        }
    }
}

/// One event of one person. `C` stands for the course, `V` for the video: their names, or anything that sorts like them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WatchEvent<C, V> {
    /// Microseconds since 1970, UTC.
    pub time: i64,
    /// What happened.
    pub act: Act,
    /// In which course.
    pub course: C,
    /// At which video; does not matter where a page was left.
    pub video: V,
    /// Where; of a seek, where it led. Milliseconds.
    pub position: Option<i32>,
    /// Where a seek came from. Milliseconds.
    pub old_position: Option<i32>,
    /// Length of the video, where the event has it. Milliseconds.
    pub duration: Option<i32>,
    /// The speed from now on, in thousandths of the normal speed, where the event has it.
    pub speed: Option<i32>,
}

/// What one person watched of one video at one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch<C, V> {
    /// The course.
    pub course: C,
    /// The video.
    pub video: V,
    /// When it began; microseconds since 1970, UTC.
    pub time: i64,
    /// Where it began; milliseconds of the video.
    pub begin: i64,
    /// Where it ended; milliseconds of the video, more than `begin`.
    pub end: i64,
    /// How long it took by the clock; milliseconds.
    pub spent: i64,
    /// What ended it.
    pub reason: Act,
}

/// A player that plays.
#[derive(Debug, Clone, Copy)]
struct Playing {
    /// When it was last known.
    time: i64,
    /// Where it was then.
    position: i64,
    /// Milliseconds of the video that can have been played since, up to `since`.
    playable: i64,
    /// The time up to which `playable` is counted: that of the last change of speed.
    since: i64,
    /// Slowest speed at which it can have played since, up to `since`.
    slowest: Option<i32>,
    /// Whether the player itself said that it plays; not so after a seek, which may have paused it.
    is_sure: bool,
}

impl Playing {
    fn at(time: i64, position: i64, is_sure: bool) -> Self {
        Self {
            time,
            position,
            playable: 0,
            since: time,
            slowest: None,
            is_sure,
        }
    }

    /// How far it can have come by then.
    fn reach(&self, time: i64, speed: i32) -> i64 {
        self.position
            .saturating_add(self.playable)
            .saturating_add(played(self.since, time, speed))
    }

    /// Slowest speed at which it can have played until then; the normal one where no time went by.
    fn slowest(&self, time: i64, speed: i32) -> i32 {
        let last = (time > self.since).then_some(speed);
        self.slowest.into_iter().chain(last).min().unwrap_or(NORMAL_SPEED)
    }

    /// Milliseconds of the clock until then.
    fn elapsed(&self, time: i64) -> i64 {
        time.saturating_sub(self.time) / 1_000
    }
}

/// Milliseconds of video that are played between two times.
fn played(from: i64, to: i64, speed: i32) -> i64 {
    let elapsed = to.saturating_sub(from) / 1_000;
    elapsed.saturating_mul(i64::from(speed)) / i64::from(NORMAL_SPEED)
}

/// What is known of one player of the person.
#[derive(Debug, Clone, Copy, Default)]
struct Player {
    playing: Option<Playing>,
    /// From where to where the last event moved it, if that was a seek.
    seek: Option<(i64, i64)>,
    /// Length of the video, if known.
    length: Option<i64>,
}

/// What one person watched, in the order of its ends (`OV-30`). Sorts the events.
pub fn stretches<C: Copy + Ord, V: Copy + Ord>(events: &mut [WatchEvent<C, V>]) -> Vec<Stretch<C, V>> {
    events.sort_unstable();
    let mut watcher = Watcher {
        players: BTreeMap::new(),
        at_play: Vec::new(),
        speed: NORMAL_SPEED,
        found: Vec::new(),
    };
    for event in events.iter().filter(|event| event.act != Act::Leave) {
        if let Some(length) = event.duration.filter(|length| *length > 0) {
            let player = watcher.players.entry((event.course, event.video)).or_default();
            player.length = player.length.max(Some(i64::from(length)));
        }
    }
    let mut before = None;
    for event in events.iter() {
        // An event that is there twice happened once.
        if before != Some(event) {
            watcher.take(event);
        }
        before = Some(event);
    }
    watcher.found
}

struct Watcher<C, V> {
    players: BTreeMap<(C, V), Player>,
    /// The players that play: few, mostly one.
    at_play: Vec<(C, V)>,
    /// Speed of the person's players: a player takes over what was chosen at another.
    speed: i32,
    found: Vec<Stretch<C, V>>,
}

impl<C: Copy + Ord, V: Copy + Ord> Watcher<C, V> {
    fn take(&mut self, event: &WatchEvent<C, V>) {
        let key = (event.course, event.video);
        if event.act == Act::Leave {
            return self.leave(event);
        }
        if let Some(speed) = event.speed.filter(|speed| SPEEDS.contains(speed)) {
            self.change_speed(event.time, speed);
        }
        let mut player = self.players.get(&key).copied().unwrap_or_default();
        let position = event.position.map(i64::from);
        match (event.act, position) {
            (Act::Play, Some(position)) => {
                let begin = match player.seek.take() {
                    Some((from, to)) if (position - from).abs() <= STALE => to,
                    _ => position,
                };
                if let Some(playing) = player.playing {
                    self.play_again(key, &player, &playing, event.time, begin);
                }
                player.playing = Some(Playing::at(event.time, begin, true));
            }
            (Act::Seek, Some(to)) => {
                let from = event.old_position.map(i64::from);
                if let (Some(playing), Some(from)) = (player.playing, from) {
                    self.end_at(key, &player, &playing, event, from);
                }
                player.playing = player.playing.map(|_| Playing::at(event.time, to, false));
                player.seek = from.map(|from| (from, to));
            }
            (Act::Pause | Act::Stop, position) => {
                // A player that reached the end need not say where that is.
                let end = position.or(player.length.filter(|_| event.act == Act::Stop));
                if let (Some(playing), Some(end)) = (player.playing, end) {
                    self.end_at(key, &player, &playing, event, end);
                }
                player.playing = None;
                player.seek = None;
            }
            _ => {}
        }
        self.put(key, player);
    }

    fn put(&mut self, key: (C, V), player: Player) {
        let place = self.at_play.iter().position(|known| *known == key);
        match (place, player.playing.is_some()) {
            (None, true) => self.at_play.push(key),
            (Some(place), false) => {
                self.at_play.swap_remove(place);
            }
            _ => {}
        }
        self.players.insert(key, player);
    }

    /// From now on players are faster or slower; what they can have played until now is kept.
    fn change_speed(&mut self, time: i64, speed: i32) {
        for key in &self.at_play {
            if let Some(playing) = self.players.get_mut(key).and_then(|player| player.playing.as_mut()) {
                playing.playable = playing.playable.saturating_add(played(playing.since, time, self.speed));
                playing.slowest = Some(playing.slowest(time, self.speed)).filter(|_| time > playing.time);
                playing.since = time;
            }
        }
        self.speed = speed;
    }

    /// A play that comes while the player plays: it plays on, or somebody moved it unseen (`OV-35`).
    fn play_again(&mut self, key: (C, V), player: &Player, playing: &Playing, time: i64, position: i64) {
        let reach = playing.reach(time, self.speed);
        if position.saturating_sub(reach).saturating_abs() <= TOLERANCE {
            self.add(key, player, playing, time, position.min(reach), Act::Play);
        } else if playing.is_sure && is_believed(player, playing, reach) {
            self.add(key, player, playing, time, reach, Act::Play);
        }
    }

    /// An end that the player reports (`OV-34`).
    fn end_at(&mut self, key: (C, V), player: &Player, playing: &Playing, event: &WatchEvent<C, V>, end: i64) {
        let reach = playing.reach(event.time, self.speed);
        let end = if end <= reach.saturating_add(TOLERANCE) {
            end
        } else {
            reach
        };
        self.add(key, player, playing, event.time, end, event.act);
    }

    /// The pages of a course may be closed now: what plays there is believed to have played until now. A player of another
    /// page plays on, so it goes on from here, but no longer surely (`OV-35`).
    fn leave(&mut self, event: &WatchEvent<C, V>) {
        let of_course: Vec<(C, V)> = self
            .at_play
            .iter()
            .filter(|key| key.0 == event.course)
            .copied()
            .collect();
        for key in of_course {
            let Some(mut player) = self.players.get(&key).copied() else {
                continue;
            };
            let Some(playing) = player.playing.filter(|playing| playing.is_sure) else {
                continue;
            };
            let reach = playing.reach(event.time, self.speed);
            if is_believed(&player, &playing, reach) {
                self.add(key, &player, &playing, event.time, reach, Act::Leave);
                player.playing = Some(Playing::at(event.time, reach, false));
                self.players.insert(key, player);
            }
        }
    }

    fn add(&mut self, key: (C, V), player: &Player, playing: &Playing, time: i64, end: i64, reason: Act) {
        let end = player.length.map_or(end, |length| end.min(length));
        if end <= playing.position {
            return;
        }
        let length = end.saturating_sub(playing.position);
        let at_slowest = length.saturating_mul(i64::from(NORMAL_SPEED)) / i64::from(playing.slowest(time, self.speed));
        self.found.push(Stretch {
            course: key.0,
            video: key.1,
            time: playing.time,
            begin: playing.position,
            end,
            spent: playing.elapsed(time).min(at_slowest),
            reason,
        });
    }
}

/// Whether a stretch whose end nobody reports is believed: only while the video could still be playing (`OV-35`).
fn is_believed(player: &Player, playing: &Playing, reach: i64) -> bool {
    match player.length {
        Some(length) => reach <= length,
        None => reach.saturating_sub(playing.position) <= LONGEST_UNREPORTED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: i32 = 300_000;

    /// `0 play 0, 100 pause 100`: second, act, positions in seconds; `close` leaves the page, `speed 2` changes the speed.
    fn events(text: &str, length: Option<i32>) -> Vec<WatchEvent<u32, u32>> {
        let event = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
            let millis = |at: usize| number(at).map(|seconds| (seconds * 1e3) as i32);
            let act = match words[1] {
                "close" => Act::Leave,
                "speed" => Act::Speed,
                word => Act::of_event_type(&format!("{word}_video")).unwrap(),
            };
            let (position, old_position, speed) = match act {
                Act::Seek => (millis(3), millis(2), None),
                Act::Speed => (None, None, millis(2)),
                _ => (millis(2), None, None),
            };
            WatchEvent {
                time: (number(0).unwrap() * 1e6) as i64,
                act,
                course: 1,
                video: if act == Act::Leave { 0 } else { 7 },
                position,
                old_position,
                duration: if act == Act::Leave { None } else { length },
                speed,
            }
        };
        text.split(", ").map(event).collect()
    }

    fn watched_of(text: &str, length: Option<i32>) -> Vec<(f64, f64)> {
        let seconds = |millis: i64| millis as f64 / 1e3;
        stretches(&mut events(text, length))
            .iter()
            .map(|stretch| (seconds(stretch.begin), seconds(stretch.end)))
            .collect()
    }

    fn watched(text: &str) -> Vec<(f64, f64)> {
        watched_of(text, Some(LENGTH))
    }

    #[test]
    fn reported_ends_are_believed_as_far_as_the_clock_allows() {
        assert_eq!(watched("0 play 0, 100 pause 100"), [(0.0, 100.0)]);
        assert_eq!(
            watched("0 play 0, 100 pause 100, 200 play 0, 290 pause 90"),
            [(0.0, 100.0), (0.0, 90.0)]
        );
        assert_eq!(watched("0 play 0, 10 pause 100"), [(0.0, 10.0)]);
        assert_eq!(watched("0 play 0, 10 pause 11.9"), [(0.0, 11.9)]);
        assert_eq!(watched("0 play 50, 10 pause 40"), []);
        assert_eq!(watched("0 play 290, 20 stop 300.4"), [(290.0, 300.0)]);
        assert_eq!(watched("0 play 290, 20 complete"), [(290.0, 300.0)]);
    }

    #[test]
    fn the_speed_goes_into_what_the_clock_allows() {
        assert_eq!(watched("0 speed 2, 1 play 0, 51 pause 100"), [(0.0, 100.0)]);
        assert_eq!(watched("0 play 0, 10 speed 2, 20 pause 200"), [(0.0, 30.0)]);
        assert_eq!(watched("0 play 0, 10 speed 99, 20 pause 200"), [(0.0, 20.0)]);
        let spent = |text| stretches(&mut events(text, None))[0].spent;
        assert_eq!(spent("0 speed 2, 1 play 0, 51 pause 100"), 50_000);
        // A pause that came late, after buffering: not more than the stretch takes.
        assert_eq!(spent("0 play 0, 900 pause 100"), 100_000);
        assert_eq!(spent("0 speed 0.5, 1 play 0, 201 pause 100"), 200_000);
    }

    #[test]
    fn seeks_end_a_stretch_and_begin_another() {
        assert_eq!(
            watched("0 play 0, 10 seek 10 60, 30 pause 80"),
            [(0.0, 10.0), (60.0, 80.0)]
        );
        // Players tell the old position right after a seek, or a paused player was moved.
        assert_eq!(
            watched("0 play 0, 10 seek 10 60, 11 play 10, 31 pause 80"),
            [(0.0, 10.0), (60.0, 80.0)]
        );
        assert_eq!(
            watched("0 play 0, 10 pause 10, 11 seek 10 60, 12 play 10, 32 pause 80"),
            [(0.0, 10.0), (60.0, 80.0)]
        );
        // Dragging.
        assert_eq!(
            watched("0 play 0, 10 seek 10 20, 11 seek 20 40, 12 seek 40 60, 22 pause 70"),
            [(0.0, 10.0), (60.0, 70.0)]
        );
        // Whether it played on after the seek nobody says.
        assert_eq!(
            watched("0 play 0, 10 seek 10 60, 900 play 0, 905 pause 5"),
            [(0.0, 10.0), (0.0, 5.0)]
        );
    }

    #[test]
    fn a_play_while_playing_is_a_seek_or_playing_on() {
        assert_eq!(
            watched("0 play 0, 30 play 100, 40 pause 110"),
            [(0.0, 30.0), (100.0, 110.0)]
        );
        assert_eq!(
            watched("0 play 0, 30 play 30, 40 pause 40"),
            [(0.0, 30.0), (30.0, 40.0)]
        );
        // The next day the video cannot have been playing still.
        assert_eq!(watched("0 play 0, 90000 play 0, 90010 pause 10"), [(0.0, 10.0)]);
        assert_eq!(watched_of("0 play 0, 1700 play 0", None), [(0.0, 1700.0)]);
        assert_eq!(watched_of("0 play 0, 1900 play 0", None), []);
    }

    #[test]
    fn a_page_that_is_left_ends_what_plays() {
        assert_eq!(watched("0 play 0, 40 close"), [(0.0, 40.0)]);
        assert_eq!(watched("0 play 0, 400 close"), []);
        assert_eq!(watched("0 play 0"), []);
        // It was another page: the player goes on, and nothing counts twice.
        assert_eq!(
            watched("0 play 0, 40 close, 100 pause 100"),
            [(0.0, 40.0), (40.0, 100.0)]
        );
        assert_eq!(
            watched("0 play 0, 40 close, 500 play 40, 510 pause 50"),
            [(0.0, 40.0), (40.0, 50.0)]
        );
        assert_eq!(watched("0 play 0, 10 pause 10, 40 close"), [(0.0, 10.0)]);
    }

    #[test]
    fn repeated_events_and_absurd_values_do_no_harm() {
        assert_eq!(watched("0 play 0, 0 play 0, 9 pause 9, 9 pause 9"), [(0.0, 9.0)]);
        let mut odd = events("0 play 0, 9 pause 9", None);
        odd[0].time = i64::MIN;
        odd[1].time = i64::MAX;
        odd[1].position = Some(i32::MAX);
        assert_eq!(stretches(&mut odd).len(), 1);
        odd[0].position = Some(i32::MIN);
        odd[1].position = Some(i32::MIN);
        assert_eq!(stretches(&mut odd).len(), 0);
    }
}

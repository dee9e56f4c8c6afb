//! Viewings: from play to pause, stop or seek (`PF 7.3`).

use std::cmp::Ordering;

use crate::answers::twelve_digits;

/// Viewings shorter than this many seconds do not count (`PF V11`).
const SHORTEST: f64 = 0.25;

/// What a player event says. The order is that of the names of the events, which decides between events of the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `pause_video`
    Pause,
    /// `play_video`
    Play,
    /// `seek_video`
    Seek,
    /// `stop_video`
    Stop,
}

impl Kind {
    /// The kind of an event, by its type; none for other events.
    pub fn of_event_type(event_type: &str) -> Option<Self> {
        match event_type {
            "pause_video" => Some(Self::Pause),
            "play_video" => Some(Self::Play),
            "seek_video" => Some(Self::Seek),
            "stop_video" => Some(Self::Stop),
            _ => None,
        }
    }

    /// The type of the event.
    pub fn event_type(self) -> &'static str {
        match self {
            Self::Pause => "pause_video",
            Self::Play => "play_video",
            Self::Seek => "seek_video",
            Self::Stop => "stop_video",
        }
    }
}

/// One accepted event (`PF 7.2`) of one person at one video. Positions and duration in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlayerEvent {
    /// Microseconds since 1970, UTC.
    pub time: i64,
    /// What happened.
    pub kind: Kind,
    /// Where: the position of play, pause and stop; of a seek, where it led.
    pub position: f64,
    /// Where a seek came from.
    pub old_position: Option<f64>,
    /// Length of the video; none where unknown. Only that of plays matters (`PF V9`).
    pub duration: Option<f64>,
}

impl PlayerEvent {
    /// The order in which events are looked at.
    pub fn order(&self, other: &Self) -> Ordering {
        let number = |value: Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
        (self.time, self.kind)
            .cmp(&(other.time, other.kind))
            .then_with(|| self.position.total_cmp(&other.position))
            .then_with(|| number(self.old_position).total_cmp(&number(other.old_position)))
            .then_with(|| number(self.duration).total_cmp(&number(other.duration)))
    }

    /// Where watching ends with this event (`PF V10`).
    fn end(&self) -> Option<f64> {
        match self.kind {
            Kind::Seek => self.old_position,
            Kind::Pause | Kind::Stop => Some(self.position),
            Kind::Play => None,
        }
    }
}

/// One stretch of watching. Positions and duration in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewing {
    /// When it began; microseconds since 1970, UTC.
    pub start_time: i64,
    /// Where it began.
    pub start: f64,
    /// Where it ended.
    pub end: f64,
    /// Length of the video as the play event had it; none where unknown.
    pub duration: Option<f64>,
    /// What ended it.
    pub reason: Kind,
}

/// The viewings of one person at one video, in order (`PF V8`–`V13`). Sorts the events.
pub fn viewings(events: &mut [PlayerEvent]) -> Vec<Viewing> {
    events.sort_unstable_by(PlayerEvent::order);
    let mut found = Vec::new();
    let mut open: Option<Viewing> = None;
    let mut last_end: Option<PlayerEvent> = None;
    for event in events.iter() {
        if event.kind == Kind::Play {
            // Players tell a stale position right after a seek (`PF V8`).
            let led_to = last_end.take().filter(|end| end.kind == Kind::Seek);
            open = Some(Viewing {
                start_time: event.time,
                start: led_to.map_or(event.position, |seek| seek.position),
                end: f64::NAN,
                duration: event.duration,
                reason: Kind::Play,
            });
        } else if let Some(mut viewing) = open.take() {
            last_end = Some(*event);
            viewing.reason = event.kind;
            if let Some(end) = event.end().filter(|end| counts(&viewing, *end)) {
                viewing.end = end;
                found.push(viewing);
            }
        }
    }
    for viewing in &mut found {
        viewing.start = twelve_digits(viewing.start);
        viewing.end = twelve_digits(viewing.end);
        viewing.duration = viewing.duration.map(twelve_digits);
    }
    found
}

/// Whether a viewing that ends there is one (`PF V11`).
fn counts(viewing: &Viewing, end: f64) -> bool {
    let is_inside = viewing.duration.is_none_or(|duration| end <= duration + 1.0);
    is_inside && end >= viewing.start && end - viewing.start >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `play 0` or `seek 7 15`, one event a second.
    fn run(text: &str) -> Vec<(f64, f64)> {
        let events = text.split(", ").enumerate().map(|(second, event)| {
            let words: Vec<&str> = event.split(' ').collect();
            let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
            let kind = Kind::of_event_type(&format!("{}_video", words[0])).unwrap();
            let is_seek = kind == Kind::Seek;
            PlayerEvent {
                time: i64::try_from(second).unwrap() * 1_000_000,
                kind,
                position: number(if is_seek { 2 } else { 1 }).unwrap(),
                old_position: is_seek.then(|| number(1)).flatten(),
                duration: if is_seek { None } else { number(2) },
            }
        });
        let mut events: Vec<PlayerEvent> = events.collect();
        viewings(&mut events)
            .iter()
            .map(|viewing| (viewing.start, viewing.end))
            .collect()
    }

    #[test]
    fn seeks_move_the_next_play() {
        assert_eq!(run("play 0, seek 7 15, play 7, stop 22"), [(0.0, 7.0), (15.0, 22.0)]);
        // Events without an open viewing leave the last end as it is (V12).
        assert_eq!(
            run("play 0, seek 5 20, seek 20 40, play 0, pause 25"),
            [(0.0, 5.0), (20.0, 25.0)]
        );
        assert_eq!(
            run("play 0, seek 5 60, pause 60, play 0, pause 70"),
            [(0.0, 5.0), (60.0, 70.0)]
        );
        assert_eq!(
            run("play 0, pause 5, seek 5 40, play 5, pause 50"),
            [(0.0, 5.0), (5.0, 50.0)]
        );
    }

    #[test]
    fn open_and_impossible_viewings_are_lost() {
        assert_eq!(run("play 0, play 3, pause 9"), [(3.0, 9.0)]);
        assert_eq!(run("play 10"), []);
        assert_eq!(run("play 10, pause 4"), []);
        assert_eq!(run("play 1, pause 1.25"), [(1.0, 1.25)]);
        assert_eq!(run("play 1, pause 1.24"), []);
        assert_eq!(run("play 0 10, pause 11"), [(0.0, 11.0)]);
        assert_eq!(run("play 0 10, pause 11.01"), []);
        // The length that a pause tells does not matter.
        assert_eq!(run("play 0, pause 11 5"), [(0.0, 11.0)]);
    }

    #[test]
    fn the_order_at_the_same_time_is_that_of_the_names() {
        let at_once = |kind, position| PlayerEvent {
            time: 5,
            kind,
            position,
            old_position: None,
            duration: None,
        };
        let mut events = [
            at_once(Kind::Stop, 9.0),
            at_once(Kind::Play, 2.0),
            at_once(Kind::Pause, 4.0),
        ];
        let found = viewings(&mut events);
        assert_eq!((found.len(), found[0].start, found[0].end), (1, 2.0, 9.0));
    }
}

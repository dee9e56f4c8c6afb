//! Watching videos: what people do with a player, and what of it they watched.

use rand::RngExt;

use crate::moment::{Act, CourseFrom, Device, Position, SECOND, Viewing};
use crate::session::Visit;
use crate::simulation::{Site, Today, moment};

/// The usual speed, in quarters.
const USUAL: u8 = 4;
/// At most so long is watched in one go, in milliseconds.
const PATIENCE: Position = 240_000;

/// Somebody before a player.
struct Seat<'a> {
    visit: &'a Visit,
    video: u16,
    /// Quarters of the usual speed.
    speed: u8,
    /// Where the picture is.
    at: Position,
    /// Where the viewing began that is going on.
    began: Position,
}

impl Site {
    pub(crate) fn watch(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        let videos = &self.courses[visit.course as usize].videos;
        let video = self.rng.random_range(0..videos.len()) as u16;
        let length = self.length(visit.course, video);
        let at = if self.rng.random_ratio(3, 4) {
            0
        } else {
            self.part_of(length)
        };
        let mut seat = Seat {
            visit,
            video,
            speed: USUAL,
            at,
            began: at,
        };
        self.act(today, visit, SECOND, Act::LoadVideo { video })?;
        self.play(today, &mut seat, at)?;
        if self.rng.random_ratio(1, 8) {
            self.change_speed(today, &mut seat)?;
        }
        for _ in 0..self.rng.random_range(0..3) {
            let piece = self.part_of((length - seat.at).min(PATIENCE));
            match self.rng.random_range(0..12) {
                0..5 => self.seek(today, &mut seat, piece, length)?,
                5..10 => self.pause_a_while(today, &mut seat, piece, length)?,
                10 => {
                    // The pause is never told of: the page was loaded anew (PF V8).
                    let elsewhere = self.part_of(length);
                    seat.at = elsewhere;
                    self.play(today, &mut seat, elsewhere)?;
                }
                _ => {}
            }
        }
        self.leave_player(today, &mut seat, length)
    }

    fn length(&self, course: u16, video: u16) -> Position {
        u32::from(self.courses[course as usize].videos[video as usize].duration) * 1000
    }

    /// Begins to play; `shown` is where the player says that it is, which need not be true after a seek.
    fn play(&mut self, today: &mut Today, seat: &mut Seat<'_>, shown: Position) -> Option<()> {
        let act = Act::PlayVideo {
            video: seat.video,
            at: shown,
        };
        self.act(today, seat.visit, SECOND, act)?;
        seat.began = self.began(seat.visit, seat.video, shown);
        Some(())
    }

    fn began(&mut self, visit: &Visit, video: u16, shown: Position) -> Position {
        if visit.course_from == CourseFrom::Nowhere {
            return shown;
        }
        let player = (visit.learner, visit.course, video);
        self.sent_to.remove(&player).unwrap_or(shown)
    }

    /// Watches a piece and does something that ends the viewing.
    fn end_viewing(&mut self, today: &mut Today, seat: &mut Seat<'_>, piece: Position, act: Act) -> Option<()> {
        let wall_time = i64::from(piece) * 1000 * i64::from(USUAL) / i64::from(seat.speed);
        self.act(today, seat.visit, wall_time, act)?;
        seat.at += piece;
        if seat.visit.course_from != CourseFrom::Nowhere {
            today.lived.viewings.push(Viewing {
                learner: seat.visit.learner,
                course: seat.visit.course,
                video: seat.video,
                from: seat.began,
                to: seat.at,
            });
        }
        Some(())
    }

    fn seek(&mut self, today: &mut Today, seat: &mut Seat<'_>, piece: Position, length: Position) -> Option<()> {
        let (video, from, to) = (seat.video, seat.at + piece, self.part_of(length));
        self.end_viewing(today, seat, piece, Act::SeekVideo { video, from, to })?;
        if seat.visit.course_from != CourseFrom::Nowhere {
            let player = (seat.visit.learner, seat.visit.course, video);
            self.sent_to.insert(player, to);
        }
        seat.at = to;
        // Players tell the old place now and then.
        let shown = if self.rng.random_ratio(1, 4) { from } else { to };
        self.play(today, seat, shown)
    }

    fn pause_a_while(
        &mut self,
        today: &mut Today,
        seat: &mut Seat<'_>,
        piece: Position,
        length: Position,
    ) -> Option<()> {
        let (video, at) = (seat.video, seat.at + piece);
        self.end_viewing(today, seat, piece, Act::PauseVideo { video, at })?;
        if self.rng.random_ratio(1, 5) {
            // Moved while it stands still: the player plays from there and says so (PF V12).
            let (from, to) = (seat.at, self.part_of(length));
            self.act(today, seat.visit, SECOND, Act::SeekVideo { video, from, to })?;
            seat.at = to;
        }
        self.play(today, seat, seat.at)
    }

    fn change_speed(&mut self, today: &mut Today, seat: &mut Seat<'_>) -> Option<()> {
        let to = [3, 5, 6, 8][self.rng.random_range(0..4)];
        let act = Act::ChangeSpeed {
            video: seat.video,
            at: seat.at,
            from: seat.speed,
            to,
        };
        self.act(today, seat.visit, 0, act)?;
        seat.speed = to;
        Some(())
    }

    fn leave_player(&mut self, today: &mut Today, seat: &mut Seat<'_>, length: Position) -> Option<()> {
        let video = seat.video;
        match self.rng.random_range(0..12) {
            0..8 => {
                let piece = (length - seat.at).min(300_000);
                let at = seat.at + piece;
                self.end_viewing(today, seat, piece, Act::StopVideo { video, at })?;
                if at == length {
                    self.act(today, seat.visit, SECOND / 20, Act::FinishVideo { video })?;
                }
            }
            8 | 9 => {
                let piece = self.part_of((length - seat.at).min(PATIENCE));
                let at = seat.at + piece;
                self.end_viewing(today, seat, piece, Act::PauseVideo { video, at })?;
            }
            // The window is closed: nothing tells how much was watched (PF V13).
            _ => {}
        }
        Some(())
    }

    fn part_of(&mut self, length: Position) -> Position {
        if length == 0 {
            0
        } else {
            self.rng.random_range(0..length)
        }
    }

    /// Somebody begins to watch before midnight, and stops after it.
    pub(crate) fn watch_past_midnight(&mut self, today: &mut Today) {
        if self.memberships.is_empty() {
            return;
        }
        let membership = self.rng.random_range(0..self.memberships.len());
        let (learner, course) = (
            self.memberships[membership].learner,
            self.memberships[membership].course,
        );
        if today.busy_until[learner as usize] > today.end - 120 * SECOND {
            return;
        }
        let video = self.rng.random_range(0..self.courses[course as usize].videos.len()) as u16;
        let session = self.open(today, Some(learner), course, Device::Browser);
        let before = self.rng.random_range(5 * SECOND..25 * SECOND);
        let after = self.rng.random_range(0..25 * SECOND);
        let begin = today.end - before;
        let load = moment(begin - SECOND, session, Act::LoadVideo { video });
        let play = moment(begin, session, Act::PlayVideo { video, at: 0 });
        today.lived.moments.extend([load, play]);
        today.busy_until[learner as usize] = begin;
        let from = self.sent_to.remove(&(learner, course, video)).unwrap_or_default();
        let to = ((before + after) / 1000) as Position;
        let viewing = Viewing {
            learner,
            course,
            video,
            from,
            to,
        };
        let session = today.lived.sessions[session as usize].clone();
        let pause = Act::PauseVideo { video, at: to };
        self.tomorrow.push((session, vec![(today.end + after, pause)], viewing));
    }

    /// What began yesterday comes to its end.
    pub(crate) fn go_on(&mut self, today: &mut Today) {
        for (session, acts, viewing) in std::mem::take(&mut self.tomorrow) {
            let position = today.lived.sessions.len() as u32;
            today.lived.sessions.push(session);
            for (time, act) in acts {
                today.lived.moments.push(moment(time, position, act));
                today.busy_until[viewing.learner as usize] = time;
            }
            today.lived.viewings.push(viewing);
        }
    }
}

//! Watching videos: what people do with a player, and what of it they watched.

use rand::RngExt;

use crate::course::ToldLength;
use crate::moment::{Act, CourseFrom, Device, Position, SECOND, Viewing};
use crate::running::{Seated, USUAL};
use crate::session::Visit;
use crate::simulation::{Site, Today, moment};

/// At most so long is watched in one go, in milliseconds.
const PATIENCE: Position = 240_000;

/// Somebody before a player, and what it shows.
struct Seat<'a> {
    visit: &'a Visit,
    video: u16,
    /// Where the picture is.
    at: Position,
    /// Where the viewing began that is going on.
    began: Position,
}

impl Seat<'_> {
    /// Who sits there, where events name the course.
    fn seated(&self) -> Option<Seated> {
        let visit = self.visit;
        (visit.course_from != CourseFrom::Nowhere).then_some(Seated {
            learner: visit.learner,
            course: visit.course,
            video: self.video,
        })
    }
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
                10 if self.told_length(visit.course, video).is_some() => {
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
        let time = self.act(today, seat.visit, SECOND, act)?;
        seat.began = self.began(seat.visit, seat.video, shown);
        if let Some(seated) = seat.seated() {
            let length = self.told_length(seated.course, seated.video);
            self.players
                .play(seated, time, seat.at, length, &mut today.lived.watched);
        }
        Some(())
    }

    /// The length of a video as events tell it.
    fn told_length(&self, course: u16, video: u16) -> Option<Position> {
        let is_told = self.courses[course as usize].videos[video as usize].told != ToldLength::No;
        is_told.then(|| self.length(course, video))
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
        let speed = self.players.speed(seat.visit.learner);
        let wall_time = i64::from(piece) * 1000 * i64::from(USUAL) / i64::from(speed);
        let time = self.act(today, seat.visit, wall_time, act)?;
        seat.at += piece;
        if let Some(seated) = seat.seated() {
            self.players.end(seated, time, seat.at, &mut today.lived.watched);
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
        let to = [3, USUAL, 5, 6, 8][self.rng.random_range(0..5)];
        // Nobody would know of it.
        if seat.seated().is_none() {
            return Some(());
        }
        let learner = seat.visit.learner;
        let act = Act::ChangeSpeed {
            video: seat.video,
            at: seat.at,
            from: self.players.speed(learner),
            to,
        };
        let time = self.act(today, seat.visit, 0, act)?;
        self.players.choose_speed(learner, time, to);
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
            // The window is closed: no event tells how much was watched (PF V13).
            10.. if self.told_length(seat.visit.course, video).is_some() => {}
            _ => {
                let piece = self.part_of((length - seat.at).min(PATIENCE));
                let at = seat.at + piece;
                self.end_viewing(today, seat, piece, Act::PauseVideo { video, at })?;
            }
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
        let seated = Seated { learner, course, video };
        let length = self.told_length(course, video);
        self.players.play(seated, begin, 0, length, &mut today.lived.watched);
        let from = self.sent_to.remove(&(learner, course, video)).unwrap_or_default();
        let speed = i64::from(self.players.speed(learner));
        let to = ((before + after) / 1000 * speed / i64::from(USUAL)) as Position;
        let to = to.min(self.length(course, video));
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
            let Viewing {
                learner, course, video, ..
            } = viewing;
            let seated = Seated { learner, course, video };
            for (time, act) in acts {
                today.lived.moments.push(moment(time, position, act));
                today.busy_until[learner as usize] = time;
                self.players.end(seated, time, viewing.to, &mut today.lived.watched);
            }
            today.lived.viewings.push(viewing);
        }
    }
}

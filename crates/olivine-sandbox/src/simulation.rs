//! Days in the life of the site: who joins, leaves, changes track, comes by.
//!
//! One thread and one random generator live through the days, so that the same seed gives the same site.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::SandboxOptions;
use crate::address;
use crate::course::{self, Course, KeyStyle};
use crate::grades::{self, WorkedOut};
use crate::help;
use crate::learner::{self, Learner};
use crate::ledger::Membership;
use crate::moment::{
    Act, Change, CourseFrom, Device, Flaw, Level, Lived, Moment, Page, Position, Request, SECOND, Session, Viewing,
    midnight,
};
use crate::running::Players;
use crate::transcripts;
use crate::words;

/// Machines that answer browsers and apps.
pub(crate) const HOSTS: [&str; 2] = ["lms-north", "lms-south"];

/// Events of one person lie at most so far apart within a visit, in microseconds.
const PAUSE: i64 = 90 * SECOND;

/// Something that somebody wrote in the forum of a course.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posted {
    pub author: u32,
    /// 0 is the course, others are its sections.
    pub topic: u8,
    pub level: Level,
    /// Position of what it answers; its own for a thread.
    pub parent: u32,
}

/// A session that goes on after midnight: what is still to be done in it, and what is being watched.
pub(crate) type Overnight = (Session, Vec<(i64, Act)>, Viewing);

/// A site and its people.
pub(crate) struct Site {
    pub start: NaiveDate,
    pub days: u32,
    pub courses: Vec<Course>,
    pub learners: Vec<Learner>,
    pub memberships: Vec<Membership>,
    /// What stands in the forum of each course.
    pub forums: Vec<Vec<Posted>>,
    /// Where a player was sent to without playing on: the next time it plays from there (PF V8), by learner, course, video.
    pub(crate) sent_to: HashMap<(u32, u16, u16), Position>,
    /// Players that run, and how fast.
    pub(crate) players: Players,
    /// What goes on after midnight.
    pub(crate) tomorrow: Vec<Overnight>,
    pub(crate) rng: ChaCha8Rng,
    /// Decides who gets help with problems.
    pub(crate) help_rng: ChaCha8Rng,
    /// Decides who reads along with videos.
    pub(crate) reading_rng: ChaCha8Rng,
    /// Decides what workers tell of grades.
    pub(crate) grades_rng: ChaCha8Rng,
    of_learner: Vec<Vec<u32>>,
    of_pair: HashMap<(u32, u16), u32>,
    /// Who is going to join what, by day.
    plans: Vec<Vec<(u32, u16)>>,
    target: Option<u64>,
    moments: u64,
}

/// A day in the making: what happened so far, and until when each person is busy.
pub(crate) struct Today {
    pub lived: Lived,
    pub end: i64,
    pub busy_until: Vec<i64>,
    /// Grades that changed, or could have.
    pub worked_out: Vec<WorkedOut>,
}

impl Today {
    /// The last moment of a person, or the beginning of the day.
    pub(crate) fn now(&self, learner: u32) -> i64 {
        self.busy_until[learner as usize].max(self.end - 86_400 * SECOND)
    }

    /// The next moment of a person, at least `least` microseconds after their last; none when the day is over.
    pub(crate) fn next(&mut self, rng: &mut ChaCha8Rng, learner: u32, least: i64) -> Option<i64> {
        let busy_until = &mut self.busy_until[learner as usize];
        let begin = self.end - 86_400 * SECOND;
        let mut time = if *busy_until < begin {
            // Early at some days, the very first moment of the day now and then.
            if rng.random_ratio(1, 150) {
                begin
            } else {
                begin + rng.random_range(1..16 * 3600 * SECOND)
            }
        } else {
            *busy_until + least + rng.random_range(1..PAUSE / 4)
        };
        if rng.random_ratio(1, 40) {
            // A whole second: the LMS writes no fraction then.
            time = (time / SECOND + 1) * SECOND;
        }
        // The last second of a day is kept for those who stay up.
        if time >= self.end - SECOND {
            return None;
        }
        *busy_until = time;
        Some(time)
    }
}

impl Site {
    /// Founds a site as it was before its first day.
    pub(crate) fn found(options: &SandboxOptions, start: NaiveDate) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
        let courses = course::found(&mut rng, options.courses as usize, start, options.days);
        let learners = learner::found(&mut rng, options.learners as usize, start, options.days);
        let mut site = Self {
            start,
            days: options.days,
            of_learner: vec![Vec::new(); learners.len()],
            plans: vec![Vec::new(); options.days as usize],
            courses,
            learners,
            memberships: Vec::new(),
            forums: vec![Vec::new(); options.courses as usize + 1],
            sent_to: HashMap::new(),
            players: Players::default(),
            tomorrow: Vec::new(),
            rng,
            help_rng: help::generator(options.seed),
            reading_rng: transcripts::generator(options.seed),
            grades_rng: grades::generator(options.seed),
            of_pair: HashMap::new(),
            target: options.target_events,
            moments: 0,
        };
        for learner in 0..options.learners {
            site.make_plans(learner);
        }
        site
    }

    /// The date of a day of the simulation.
    pub(crate) fn date(&self, day: u32) -> NaiveDate {
        self.start + Days::new(u64::from(day))
    }

    /// The position of the library among the courses.
    pub(crate) fn library(&self) -> u16 {
        (self.courses.len() - 1) as u16
    }

    /// The memberships of somebody.
    pub(crate) fn memberships_of(&self, learner: u32) -> impl Iterator<Item = &Membership> {
        let positions = self.of_learner[learner as usize].iter();
        positions.map(|position| &self.memberships[*position as usize])
    }

    /// Lives through a day.
    pub(crate) fn live_through(&mut self, day: u32) -> Lived {
        let date = self.start + Days::new(u64::from(day));
        let mut today = Today {
            lived: Lived {
                day,
                date,
                sessions: Vec::new(),
                moments: Vec::new(),
                viewings: Vec::new(),
                watched: Vec::new(),
            },
            end: midnight(date) + 86_400 * SECOND,
            busy_until: vec![i64::MIN; self.learners.len()],
            worked_out: Vec::new(),
        };
        self.go_on(&mut today);
        for (learner, course) in std::mem::take(&mut self.plans[day as usize]) {
            self.join(&mut today, learner, course);
        }
        for position in 0..self.memberships.len() {
            self.change_of_mind(&mut today, position);
        }
        self.staff_work(&mut today);
        self.visits(&mut today);
        self.watch_past_midnight(&mut today);
        self.stay_up(&mut today);
        self.get_help(&mut today);
        self.read_along(&mut today);
        self.tell_grades(&mut today);
        today.lived.moments.sort_by_key(|moment| (moment.time, moment.session));
        self.moments += today.lived.moments.len() as u64;
        today.lived
    }

    fn make_plans(&mut self, learner: u32) {
        let mut wishes = 1;
        while wishes < 6 && self.rng.random_ratio(2, 5) {
            wishes += 1;
        }
        for _ in 0..wishes {
            let course = self.some_course();
            if self.of_pair.contains_key(&(learner, course)) {
                continue;
            }
            if self.rng.random_ratio(1, 6) {
                // They were there before the first log that is left: the LMS knows of them, no event tells.
                let before = self.rng.random_range(1..200 * 86_400 * SECOND);
                let mode = self.courses[course as usize].modes[0];
                let created = midnight(self.start) - before;
                self.add_membership(learner, course, mode, created);
            } else {
                let opened = (self.courses[course as usize].start - self.start)
                    .num_days()
                    .clamp(0, i64::from(self.days) - 1);
                let day = self.rng.random_range(opened as u32..self.days);
                self.plans[day as usize].push((learner, course));
            }
        }
    }

    fn some_course(&mut self) -> u16 {
        let mut left = self
            .rng
            .random_range(0.0..self.courses.iter().map(|course| course.weight).sum::<f64>());
        for (position, course) in self
            .courses
            .iter()
            .enumerate()
            .filter(|(_, course)| course.has_learners())
        {
            left -= course.weight;
            if left <= 0.0 {
                return position as u16;
            }
        }
        0
    }

    fn add_membership(&mut self, learner: u32, course: u16, mode: &'static str, created: i64) -> usize {
        let position = self.memberships.len();
        self.memberships.push(Membership {
            learner,
            course,
            is_active: true,
            mode,
            created,
            told: None,
            enrolled_on: None,
            left: None,
            unit: 0,
            answers: Vec::new(),
            grade: None,
            opened: 0,
            cohort: course.is_multiple_of(2).then_some((learner % 2) as u8),
        });
        self.of_learner[learner as usize].push(position as u32);
        self.of_pair.insert((learner, course), position as u32);
        position
    }

    /// The membership of somebody in a course.
    pub(crate) fn membership(&self, learner: u32, course: u16) -> Option<usize> {
        self.of_pair.get(&(learner, course)).map(|position| *position as usize)
    }

    fn join(&mut self, today: &mut Today, learner: u32, course: u16) {
        if self.of_pair.contains_key(&(learner, course)) {
            return;
        }
        let modes = self.courses[course as usize].modes;
        let mode = if self.rng.random_ratio(1, 5) {
            *words::pick(&mut self.rng, modes)
        } else {
            modes[0]
        };
        // Now and then somebody of the staff does it for them (the event then has the staff's context).
        let actor = if self.rng.random_ratio(1, 25) {
            self.some_staff()
        } else {
            learner
        };
        let session = self.open(today, Some(actor), course, Device::Browser);
        let Some(time) = today.next(&mut self.rng, actor, SECOND) else {
            return;
        };
        self.add_membership(learner, course, mode, time);
        if self.rng.random_ratio(1, 100) {
            return; // The event is lost.
        }
        let flaw = self.rng.random_ratio(1, 60).then(|| {
            *words::pick(
                &mut self.rng,
                &[Flaw::NoMode, Flaw::NoUser, Flaw::BadCourse, Flaw::NoPayload],
            )
        });
        let activated = |flaw| Act::Enrollment {
            change: Change::Activated,
            subject: learner,
            mode,
            flaw,
        };
        today.lived.moments.push(moment(time, session, activated(None)));
        if flaw.is_some() {
            today.lived.moments.push(moment(time + 1, session, activated(flaw)));
        }
        if self.rng.random_ratio(1, 120) {
            // Off and on in the same microsecond: their order in the log says nothing (EN 3.3).
            let off = Act::Enrollment {
                change: Change::Deactivated,
                subject: learner,
                mode,
                flaw: None,
            };
            today.lived.moments.push(moment(time, session, off));
            let position = self.memberships.len() - 1;
            self.memberships[position].is_active = false;
        }
    }

    fn change_of_mind(&mut self, today: &mut Today, position: usize) {
        let chance = self.rng.random_range(0..10_000);
        let Membership {
            learner,
            course,
            is_active,
            mode,
            ..
        } = self.memberships[position];
        if midnight(today.lived.date) < self.memberships[position].created {
            return;
        }
        let modes = self.courses[course as usize].modes;
        let (change, mode) = match chance {
            0..40 if is_active => (Change::Deactivated, mode),
            40..110 if is_active && mode == modes[0] => (Change::ModeChanged, modes[1]),
            110..115 if is_active && modes.len() > 2 => (Change::ModeChanged, modes[2]),
            115..125 if is_active => (Change::Activated, mode),
            // A track that is noted for somebody who is not there.
            125..130 if !is_active => (Change::ModeChanged, modes[1]),
            130..330 if !is_active => (Change::Activated, modes[0]),
            _ => return,
        };
        let session = self.open(today, Some(learner), course, Device::Browser);
        let Some(time) = today.next(&mut self.rng, learner, SECOND) else {
            return;
        };
        let membership = &mut self.memberships[position];
        match change {
            Change::Activated => membership.is_active = true,
            Change::Deactivated => membership.is_active = false,
            Change::ModeChanged => {}
        }
        membership.mode = mode;
        if !self.rng.random_ratio(1, 50) {
            let act = Act::Enrollment {
                change,
                subject: learner,
                mode,
                flaw: None,
            };
            today.lived.moments.push(moment(time, session, act));
        }
    }

    fn some_staff(&mut self) -> u32 {
        let staff = self.learners.len().div_ceil(40) as u32;
        self.rng.random_range(0..staff) * 40
    }

    fn staff_work(&mut self, today: &mut Today) {
        for course in 0..self.courses.len() as u16 {
            if !self.rng.random_ratio(1, 3) {
                continue;
            }
            let staff = self.some_staff();
            let is_library = !self.courses[course as usize].has_learners();
            let device = if is_library { Device::Browser } else { Device::Worker };
            let session = self.open(today, Some(staff), course, device);
            for _ in 0..self.rng.random_range(1..6) {
                let Some(time) = today.next(&mut self.rng, staff, SECOND) else {
                    break;
                };
                let act = if is_library {
                    let request = self.some_request();
                    Act::Author { request }
                } else {
                    Act::Task { subject: staff }
                };
                today.lived.moments.push(moment(time, session, act));
            }
        }
    }

    /// Learners come by as often as they do, or until the day has its share of the wanted events.
    fn visits(&mut self, today: &mut Today) {
        let share = self.target.map(|target| {
            let until_today = u128::from(target) * u128::from(today.lived.day + 1) / u128::from(self.days);
            (until_today as u64).saturating_sub(self.moments) as usize
        });
        let mut idle_rounds = 0;
        while idle_rounds < 50 {
            let before = today.lived.moments.len();
            let first = if share.is_some() {
                self.rng.random_range(0..self.learners.len())
            } else {
                0
            };
            for offset in 0..self.learners.len() {
                let learner = (first + offset) % self.learners.len();
                for nth in 0..self.of_learner[learner].len() {
                    if share.is_some_and(|share| today.lived.moments.len() >= share) {
                        return;
                    }
                    let membership = self.of_learner[learner][nth] as usize;
                    if self.rng.random_range(0..1000) < self.learners[learner].rhythm {
                        self.visit(today, membership);
                    }
                }
                if self.rng.random_ratio(1, 300) {
                    self.stranger(today, learner as u32);
                }
            }
            if share.is_none() {
                return;
            }
            idle_rounds = if today.lived.moments.len() == before {
                idle_rounds + 1
            } else {
                0
            };
        }
    }

    /// Somebody who is not signed in looks at a course; `learner` lends the time.
    fn stranger(&mut self, today: &mut Today, learner: u32) {
        let course = self.some_course();
        let Some(time) = today.next(&mut self.rng, learner, SECOND) else {
            return;
        };
        let session = self.open(today, None, course, Device::Browser);
        let act = self.visit_of(course, 0);
        today.lived.moments.push(moment(time, session, act));
    }

    /// Asks for a page about a unit.
    pub(crate) fn visit_of(&mut self, course: u16, unit: u16) -> Act {
        let page = match self.rng.random_range(0..6) {
            0 => Page::Home,
            1 => Page::Info,
            2 => Page::Goto,
            3 if self.courses[course as usize].style == KeyStyle::New => Page::Unit,
            4 => Page::JumpTo,
            _ => Page::Courseware,
        };
        let mut request = self.some_request();
        let course = &self.courses[course as usize];
        if page == Page::Goto && matches!(request, Request::Nothing | Request::Position(_)) {
            request = Request::Position(course.tab(usize::from(unit)) as u8);
        }
        Act::Visit { unit, page, request }
    }

    fn some_request(&mut self) -> Request {
        match self.rng.random_range(0..200) {
            0..4 => Request::Cut,
            4..50 => Request::PageNumber,
            50..100 => Request::Position(3),
            _ => Request::Nothing,
        }
    }

    /// The last microsecond of the day belongs to it.
    fn stay_up(&mut self, today: &mut Today) {
        if self.memberships.is_empty() {
            return;
        }
        let position = self.rng.random_range(0..self.memberships.len());
        let Membership {
            learner, course, unit, ..
        } = self.memberships[position];
        let session = self.open(today, Some(learner), course, Device::Browser);
        let time = today.end - 1;
        self.players.leave(learner, course, time, &mut today.lived.watched);
        today.lived.moments.push(moment(time, session, Act::Leave { unit }));
    }

    /// Begins a visit.
    pub(crate) fn open(&mut self, today: &mut Today, learner: Option<u32>, course: u16, device: Device) -> u32 {
        let rng = &mut self.rng;
        let address = match learner.map(|position| &self.learners[position as usize]) {
            _ if device == Device::Worker || rng.random_ratio(1, 60) => None,
            Some(person) if person.is_hidden || rng.random_ratio(1, 200) => Some(address::nowhere(rng)),
            Some(person) => Some(address::within(rng, person.country(today.lived.day))),
            None => {
                let country = address::country(rng);
                Some(address::within(rng, country))
            }
        };
        let browser = learner.map_or(0, |position| self.learners[position as usize].browser) as u8;
        let token = rng.random();
        let host = rng.random_range(0..HOSTS.len()) as u8;
        today.lived.sessions.push(Session {
            learner,
            course,
            device,
            host,
            address,
            token,
            browser,
        });
        (today.lived.sessions.len() - 1) as u32
    }
}

/// A moment that names its course in the context and reaches the LMS at once.
pub(crate) fn moment(time: i64, session: u32, act: Act) -> Moment {
    Moment {
        time,
        session,
        act,
        course_from: CourseFrom::Context,
        late: 0,
    }
}

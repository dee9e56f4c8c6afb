//! What happens: visits and the moments in them.

use chrono::NaiveDate;

use crate::address::Address;

/// What a person uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    Browser,
    App,
    /// No device: a background worker of the LMS.
    Worker,
}

/// One visit of somebody.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// None: nobody is signed in.
    pub learner: Option<u32>,
    /// The course it is about.
    pub course: u16,
    pub device: Device,
    /// The machine that answers.
    pub host: u8,
    /// None: the LMS did not note an address.
    pub address: Option<Address>,
    pub token: u128,
    pub browser: u8,
}

/// How an event says which course it is about (ES E-33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CourseFrom {
    /// `context.course_id`.
    Context,
    /// Only the path or page.
    Url,
    /// Only the page of a micro front end.
    FrontEnd,
    /// Nothing says it.
    Nowhere,
}

/// A change of an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    Activated,
    Deactivated,
    ModeChanged,
}

/// What makes an enrollment event useless (EN 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    NoMode,
    NoUser,
    BadCourse,
    NoPayload,
}

/// A change in the forum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Post {
    Thread,
    Response,
    Comment,
    Vote,
    Search,
}

/// What somebody does. Numbers are positions in the course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Act {
    /// A page is asked for: an implicit event of the server.
    Visit {
        unit: u16,
    },
    /// Going on to the next page: an event of the browser.
    Turn {
        unit: u16,
    },
    /// A page is left.
    Leave {
        unit: u16,
    },
    /// Tapping through the app.
    Screen,
    LoadVideo {
        video: u16,
    },
    PlayVideo {
        video: u16,
        at: f32,
    },
    PauseVideo {
        video: u16,
        at: f32,
    },
    SeekVideo {
        video: u16,
        from: f32,
        to: f32,
    },
    StopVideo {
        video: u16,
        at: f32,
    },
    /// The browser's form of an answer, which is no attempt (ES 1.5).
    SendAnswer {
        problem: u16,
        choice: u8,
    },
    /// The server's: an attempt.
    CheckAnswer {
        problem: u16,
        choice: u8,
        attempt: u8,
        is_right: bool,
    },
    Forum(Post),
    /// `subject` changes: not always the one who acts.
    Enrollment {
        change: Change,
        subject: u32,
        mode: &'static str,
        flaw: Option<Flaw>,
    },
    /// A worker does something for somebody.
    Task {
        subject: u32,
    },
    /// An author looks at the library.
    Author,
}

/// Something that happened at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Microseconds since 1970, UTC.
    pub time: i64,
    /// Position of the visit in the day.
    pub session: u32,
    pub act: Act,
    pub course_from: CourseFrom,
    /// Days until the LMS got to know of it: events of an app that was off line.
    pub late: u8,
}

/// What happened on one day, in order of time.
#[derive(Debug)]
pub(crate) struct Lived {
    /// Day of the simulation.
    pub day: u32,
    pub date: NaiveDate,
    pub sessions: Vec<Session>,
    pub moments: Vec<Moment>,
}

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;

/// Midnight of a date, microseconds since 1970, UTC.
pub(crate) fn midnight(date: NaiveDate) -> i64 {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros()
}

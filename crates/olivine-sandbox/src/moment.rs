//! What happens: visits and the moments in them.

use chrono::{DateTime, NaiveDate};

use crate::address::Address;
use crate::problem::Given;

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

/// What stands below what in the forum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Thread,
    Response,
    Comment,
}

/// Something done in the forum; numbers are positions among the posts of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Post {
    /// `post` is written below `parent`, which is the post itself for a thread.
    Write {
        level: Level,
        post: u32,
        parent: u32,
    },
    /// A vote for or against a thread or response, or taking it back.
    Vote {
        post: u32,
        level: Level,
        is_up: bool,
        is_undone: bool,
    },
    Search,
}

/// Help that somebody gets with a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Help {
    /// A hint that was asked for, by its number from 0.
    Hint(u8),
    /// A hint that comes with the judgement of an answer.
    Feedback,
    /// The browser tells that the answer was asked for.
    AnswerAsked,
    /// The server shows the answer.
    AnswerShown,
}

/// Something done with the text of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    TranscriptShown,
    TranscriptHidden,
    CaptionsShown,
    CaptionsHidden,
    MenuOpened,
    /// The file of the transcript is asked for: an implicit event of the server.
    Downloaded,
}

impl Reading {
    /// Whether its event has a name by which players are known: the older ones of browsers have not (OV-1, OV-40).
    pub(crate) fn is_known_of_players(self, device: Device) -> bool {
        match self {
            Self::TranscriptShown | Self::TranscriptHidden | Self::MenuOpened => device == Device::App,
            Self::CaptionsShown | Self::CaptionsHidden => true,
            Self::Downloaded => false,
        }
    }
}

/// Something that the LMS tells of a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was worked out: whole percent, and a letter for those who pass.
    Grade {
        percent: u32,
        letter: &'static str,
    },
    PassedFirst,
    NowPassed,
    NowFailed,
}

/// The page that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Info,
    /// The handler that moves within a subsection.
    Goto,
    /// A unit alone, as a micro front end shows it.
    Unit,
    JumpTo,
    /// A subsection of the old courseware: the only page that counts as a view of a subsection (PF S3).
    Courseware,
}

/// What the browser sends with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    Nothing,
    PageNumber,
    /// The page of the subsection to go to, from 1.
    Position(u8),
    /// So much that the LMS cuts it: the payload says nothing then (ES 1.5).
    Cut,
}

/// Where in a video somebody is: milliseconds, as players say it.
pub(crate) type Position = u32;

/// What somebody does. Numbers are positions in the course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Act {
    /// A page is asked for: an implicit event of the server.
    Visit {
        unit: u16,
        page: Page,
        request: Request,
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
        at: Position,
    },
    PauseVideo {
        video: u16,
        at: Position,
    },
    SeekVideo {
        video: u16,
        from: Position,
        to: Position,
    },
    StopVideo {
        video: u16,
        at: Position,
    },
    /// Speeds are in quarters of the usual one.
    ChangeSpeed {
        video: u16,
        at: Position,
        from: u8,
        to: u8,
    },
    Read {
        video: u16,
        reading: Reading,
    },
    /// The browser's form of an answer, which is no attempt (ES 1.5).
    SendAnswer {
        problem: u16,
        given: Given,
    },
    /// The server's: an attempt.
    CheckAnswer {
        problem: u16,
        given: Given,
        attempt: u8,
    },
    /// An attempt that does not say at what: nothing can be made of it (PF A2, S2, T1, E5).
    CheckNothing,
    Help {
        problem: u16,
        help: Help,
    },
    /// A page of a textbook.
    ReadBook {
        page: u16,
    },
    /// The LMS notes that somebody is done with a part of the course.
    FinishProblem {
        problem: u16,
    },
    FinishVideo {
        video: u16,
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
    /// A worker tells of somebody's grade.
    Mark {
        subject: u32,
        mark: Mark,
    },
    /// An author looks at the library.
    Author {
        request: Request,
    },
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

/// Somebody watched a piece of a video from beginning to end, and the player said so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewing {
    pub learner: u32,
    pub course: u16,
    pub video: u16,
    pub from: Position,
    pub to: Position,
}

/// Somebody really watched a piece of a video, in a course that the events name (OV-33 … OV-35). All in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched {
    pub learner: u32,
    pub course: u16,
    pub video: u16,
    pub from: i64,
    pub to: i64,
    /// How long it took by the clock, at most what it takes at the slowest speed in it.
    pub spent: i64,
}

/// What happened on one day, in order of time.
#[derive(Debug)]
pub(crate) struct Lived {
    /// Day of the simulation.
    pub day: u32,
    pub date: NaiveDate,
    pub sessions: Vec<Session>,
    pub moments: Vec<Moment>,
    /// Viewings that came to their end, of courses that the events name.
    pub viewings: Vec<Viewing>,
    /// What was really watched, noted when it ended.
    pub watched: Vec<Watched>,
}

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;

/// Midnight of a date, microseconds since 1970, UTC.
pub(crate) fn midnight(date: NaiveDate) -> i64 {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros()
}

/// Nine in the morning of a date, microseconds since 1970, UTC.
pub(crate) fn morning(date: NaiveDate) -> i64 {
    midnight(date) + 9 * 3600 * SECOND
}

/// The date of a time in microseconds since 1970, UTC.
pub(crate) fn date_of(micros: i64) -> NaiveDate {
    DateTime::from_timestamp_micros(micros).unwrap_or_default().date_naive()
}

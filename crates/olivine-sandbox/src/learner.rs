//! The people of this world.

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::address;
use crate::moment::morning;
use crate::words;

/// Somebody with an account. The LMS id is the position plus [`FIRST_ID`].
#[derive(Debug, Clone)]
pub(crate) struct Learner {
    pub username: String,
    pub name: String,
    pub email: String,
    /// `m`, `f`, `o`, empty, or none.
    pub gender: Option<&'static str>,
    pub birth_year: Option<i32>,
    /// LMS code of the level of education; empty or none when not said.
    pub education: Option<&'static str>,
    pub joined: NaiveDate,
    /// Whether the account has a profile row at all.
    pub has_profile: bool,
    pub is_active: bool,
    pub is_staff: bool,
    /// Where they live.
    pub home: usize,
    /// Where they go, and on which day of the simulation.
    pub move_to: Option<(u32, usize)>,
    /// Whether their address is hidden from every database.
    pub is_hidden: bool,
    /// Chance of a visit to a course on a day, of a thousand.
    pub rhythm: u32,
    /// Whether they mostly use the app.
    pub uses_app: bool,
    /// Position of the browser they use.
    pub browser: usize,
    /// Chance to get something right, added to the ease of a problem, in hundredths.
    pub talent: i32,
}

/// LMS id of the first account.
pub(crate) const FIRST_ID: i64 = 1001;

const GENDERS: [Option<&str>; 8] = [
    Some("f"),
    Some("m"),
    Some("f"),
    Some("m"),
    Some("f"),
    Some("o"),
    Some(""),
    None,
];
const EDUCATION: [Option<&str>; 14] = [
    Some("b"),
    Some("b"),
    Some("m"),
    Some("m"),
    Some("hs"),
    Some("hs"),
    Some("a"),
    Some("jhs"),
    Some("el"),
    Some("p"),
    Some("none"),
    Some("other"),
    Some(""),
    None,
];
const OLD_EDUCATION: [&str; 2] = ["p_se", "p_oth"];

/// The people of a site; about one in forty is staff, at least one is.
pub(crate) fn found(rng: &mut ChaCha8Rng, count: usize, start: NaiveDate, days: u32) -> Vec<Learner> {
    (0..count).map(|position| born(rng, position, start, days)).collect()
}

fn born(rng: &mut ChaCha8Rng, position: usize, start: NaiveDate, days: u32) -> Learner {
    let (name, given, family) = words::person(rng);
    // User names of the LMS are ASCII, unless a site allows others.
    let username = if position % 97 == 13 {
        format!("{}{position}", words::given(position).to_lowercase())
    } else {
        let whole = format!("{given}_{family}_{position}");
        if whole.len() <= 30 {
            whole
        } else {
            format!("{given}_{position}")
        }
    };
    let birth_year = match rng.random_range(0..10) {
        0 => None,
        1 => Some(rng.random_range(1935..1970)),
        _ => Some(rng.random_range(1970..2008)),
    };
    let education = match rng.random_range(0..40) {
        0 => Some(*words::pick(rng, &OLD_EDUCATION)),
        1 => Some("kindergarten"),
        _ => *words::pick(rng, &EDUCATION),
    };
    let home = address::country(rng);
    let move_to = rng
        .random_ratio(1, 8)
        .then(|| (rng.random_range(0..days), address::country(rng)));
    let is_staff = position.is_multiple_of(40);
    Learner {
        email: format!("{given}.{family}.{position}@example.org"),
        username,
        name,
        gender: *words::pick(rng, &GENDERS),
        birth_year,
        education,
        joined: start - Days::new(rng.random_range(1..900)),
        has_profile: is_staff || !rng.random_ratio(1, 50),
        is_active: !rng.random_ratio(1, 60),
        is_staff,
        home,
        move_to,
        is_hidden: rng.random_ratio(1, 25),
        rhythm: *words::pick(rng, &[30, 80, 150, 250, 400, 700]),
        uses_app: rng.random_ratio(1, 6),
        browser: rng.random_range(0..words::AGENTS.len()),
        talent: rng.random_range(-25..30),
    }
}

impl Learner {
    /// When the account was made, microseconds since 1970, UTC.
    pub(crate) fn created(&self) -> i64 {
        morning(self.joined)
    }

    /// When the account at a position was last signed in to, microseconds since 1970, UTC; every fifth never was.
    pub(crate) fn last_login(&self, position: u32) -> Option<i64> {
        (!position.is_multiple_of(5)).then(|| self.created())
    }

    /// The country they are in on a day of the simulation.
    pub(crate) fn country(&self, day: u32) -> usize {
        match self.move_to {
            Some((moved, country)) if day >= moved => country,
            _ => self.home,
        }
    }
}

/// The LMS id of the account at a position.
pub(crate) fn id(position: u32) -> i64 {
    FIRST_ID + i64::from(position)
}

/// What a report must call a level of education (EN 3.5-3.9).
pub(crate) fn education_label(code: Option<&str>) -> Option<&'static str> {
    Some(match code? {
        "el" => "primary",
        "jhs" => "junior_secondary",
        "hs" => "secondary",
        "a" => "associates",
        "b" => "bachelors",
        "m" => "masters",
        "p" | "p_se" | "p_oth" => "doctorate",
        "none" => "none",
        "other" => "other",
        _ => return None,
    })
}

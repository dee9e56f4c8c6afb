//! Random days of learning in random courses, as values for the model and as log lines for the program.

use chrono::{DateTime, NaiveDate, TimeDelta};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::Rows;
use super::course::{Block, Course};
use super::help::{self, Help};
use super::points::Points;
use crate::reports::delivery;
use crate::reports::history::written;

/// First day of every history.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 22).unwrap()
}

/// Days on which anything happens, counted from the first one: around the edges of weeks and of the windows of four weeks.
const DAYS: &[i64] = &[0, 3, 10, 11, 17, 24, 30, 31, 38, 45, 52, 58, 59, 65, 66, 72, 73, 79, 80];
const MICROS_OF_DAY: &[i64] = &[0, 1, 36_000_000_000, 36_000_500_000, 86_399_999_999];
const USERS: i64 = 8;

/// Where an act shows the person to be, for the model: which blocks and positions it names.
#[derive(Debug, Clone)]
pub enum Shown {
    Nothing,
    /// The block of that key.
    Block(String),
    /// The page at a position of the subsection of that key.
    At(String, i64),
}

/// A try, for the model.
#[derive(Debug, Clone)]
pub struct Try {
    pub problem: String,
    pub is_right: bool,
    /// Count of the LMS; no two tries of a person at a problem have the same.
    pub attempts: i64,
}

/// The end of a stretch of a video, for the model.
#[derive(Debug, Clone)]
pub struct Watched {
    /// Key of the block.
    pub video: String,
    /// When the stretch began.
    pub since: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    Thread,
    Response,
    Comment,
    Vote,
    VoteUndone,
}

/// Something a person did.
#[derive(Debug, Clone)]
pub struct Act {
    pub time: i64,
    pub course: usize,
    pub user: i64,
    /// Whether a background worker did it: then it counts nowhere.
    pub by_worker: bool,
    /// Whether it is what the LMS does by itself, in the name of the person: that counts nowhere either.
    pub by_lms: bool,
    pub shown: Vec<Shown>,
    pub tried: Option<Try>,
    /// The help, and the key of the problem.
    pub helped: Option<(Help, String)>,
    pub played: bool,
    pub watched: Option<Watched>,
    pub posted: Option<(Post, &'static str)>,
    line: Value,
}

/// A problem of the course; of one without problems, one that it no longer has.
fn some_problem<'a>(rng: &mut ChaCha8Rng, blocks: &[&'a Block]) -> &'a str {
    let problems: Vec<&&'a Block> = blocks.iter().filter(|block| block.kind == "problem").collect();
    problems
        .choose(rng)
        .map_or("block-v1:O+C+R+type@problem+block@gone", |block| &block.key)
}

impl Act {
    /// The pause of a player that the act starts, one second of the clock and of the video later.
    fn pause(&self) -> Option<Self> {
        let (true, [Shown::Block(video)]) = (self.played, &self.shown[..]) else {
            return None;
        };
        let mut pause = self.clone();
        pause.time += 1_000_000;
        pause.played = false;
        pause.watched = Some(Watched {
            video: video.clone(),
            since: self.time,
        });
        let mut event: Value = serde_json::from_str(self.line["event"].as_str()?).unwrap();
        event["currentTime"] = json!(2);
        pause.line["event"] = json!(event.to_string());
        pause.line["event_type"] = json!("pause_video");
        Some(pause)
    }
}

/// An enrollment event.
#[derive(Debug, Clone)]
pub struct Move {
    pub time: i64,
    pub course: usize,
    pub user: i64,
    pub enrolls: bool,
}

#[derive(Debug, Clone)]
pub struct Grade {
    pub course: usize,
    pub user: i64,
    pub percent: Option<i64>,
    pub letter: Option<&'static str>,
    pub passed: Option<i64>,
}

/// All that happened.
#[derive(Debug, Clone)]
pub struct History {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub away_days: i64,
    pub active_days: i64,
    pub courses: Vec<Course>,
    /// Start and end of each course in the catalog; none: not in the catalog.
    pub dates: Vec<Option<(Option<NaiveDate>, Option<NaiveDate>)>>,
    pub moves: Vec<Move>,
    pub acts: Vec<Act>,
    pub grades: Vec<Grade>,
    pub points: Points,
}

const TOPICS: &[&str] = &["knots", "wind", ""];

impl History {
    pub fn random(rng: &mut ChaCha8Rng, courses: usize) -> Self {
        let to = first_day() + TimeDelta::days(rng.random_range(60..=80));
        let courses: Vec<Course> = (0..courses).map(|number| Course::random(rng, number)).collect();
        let around = |rng: &mut ChaCha8Rng| to + TimeDelta::days(rng.random_range(-3..=3));
        let dates = courses
            .iter()
            .map(|_| {
                let start = *[None, Some(first_day()), Some(around(rng))].choose(rng).unwrap();
                let far = to + TimeDelta::days(rng.random_range(0..40));
                let end = *[None, Some(far), Some(around(rng))].choose(rng).unwrap();
                rng.random_ratio(4, 5).then_some((start, end))
            })
            .collect();
        let mut history = Self {
            from: first_day() + TimeDelta::days(1),
            to,
            away_days: rng.random_range(3..=10),
            active_days: rng.random_range(1..=30),
            dates,
            moves: Vec::new(),
            acts: Vec::new(),
            grades: Vec::new(),
            points: Points::default(),
            courses,
        };
        for course in 0..history.courses.len() {
            for user in 1..=USERS {
                history.person(rng, course, user);
            }
        }
        history.points = Points::random(rng, &history.courses, USERS);
        history
    }

    fn person(&mut self, rng: &mut ChaCha8Rng, course: usize, user: i64) {
        let mut enrolls = true;
        let mut when: Vec<i64> = (0..*[0, 1, 1, 1, 2, 3].choose(rng).unwrap())
            .map(|_| time(rng))
            .collect();
        when.sort_unstable();
        when.dedup();
        for time in when {
            self.moves.push(Move {
                time,
                course,
                user,
                enrolls,
            });
            enrolls = !enrolls;
        }
        let busy = *[0, 1, 4, 12].choose(rng).unwrap();
        let mut attempts: Vec<i64> = (1..=busy + 1).collect();
        attempts.shuffle(rng);
        for _ in 0..busy {
            let act = self.act(rng, course, user, attempts.pop().unwrap());
            self.acts.extend(act.pause());
            self.acts.push(act);
        }
        if rng.random_ratio(1, 2) {
            let percent = rng.random_ratio(3, 4).then(|| rng.random_range(0..=100));
            let letter = *[Some("B"), Some("Pass"), Some(""), None].choose(rng).unwrap();
            let passed = rng.random_ratio(1, 3).then(|| time(rng));
            self.grades.push(Grade {
                course,
                user,
                percent,
                letter,
                passed,
            });
        }
    }

    fn act(&self, rng: &mut ChaCha8Rng, course_at: usize, user: i64, attempts: i64) -> Act {
        let course = &self.courses[course_at];
        let mut act = Act {
            time: time(rng),
            course: course_at,
            user,
            by_worker: rng.random_ratio(1, 15),
            by_lms: false,
            shown: Vec::new(),
            tried: None,
            helped: None,
            played: false,
            watched: None,
            posted: None,
            line: json!({}),
        };
        let blocks: Vec<&Block> = course.rows().into_iter().map(|(block, ..)| block).collect();
        let any = *blocks.choose(rng).unwrap();
        let subsection = course.subsections().choose(rng).copied();
        let position = rng.random_range(-1..6);
        let at = |block: &Block, position: i64| match position {
            ..=0 => Shown::Nothing,
            _ => Shown::At(block.key.clone(), position),
        };
        let address =
            |path: String| json!({"event_type": "page_close", "event_source": "browser", "page": path, "event": "{}"});
        match rng.random_range(0..16) {
            0 => {
                act.shown = vec![Shown::Block(any.key.clone())];
                act.line = address(format!("https://h/xblock/{}?show_title=0", any.key.replace('/', ";_")));
            }
            1 => {
                act.shown = vec![Shown::Block(any.key.clone())];
                let path = format!("/courses/{}/xblock/{}/handler/x", course.id, any.key.replace('/', ";_"));
                act.line = json!({"event_type": path, "event_source": "server", "event": "{}"});
            }
            2 => {
                act.shown = vec![Shown::Block(any.key.clone())];
                let event = json!({"block_id": any.key});
                let event_type = *["edx.completion.block_completion.changed", "edx.bi.app.unit"]
                    .choose(rng)
                    .unwrap();
                act.line = json!({"event_type": event_type, "event_source": "mobile", "event": event});
            }
            3 | 4 => {
                if let Some(subsection) = subsection {
                    let target = rng.random_range(-1..6);
                    act.shown = vec![at(subsection, position), at(subsection, target)];
                    let event = json!({"id": subsection.key, "old": position, "new": target.to_string()});
                    act.line = json!({"event_type": "seq_goto", "event_source": "browser", "event": event.to_string()});
                }
            }
            5 => {
                if let Some(subsection) = subsection {
                    let count = rng.random_range(1..5);
                    act.shown = vec![at(subsection, position)];
                    if position > 0 && position < count {
                        act.shown.push(at(subsection, position + 1));
                    }
                    let event = json!({"id": subsection.key, "current_tab": position, "tab_count": count});
                    let event_type = "edx.ui.lms.sequence.next_selected";
                    act.line = json!({"event_type": event_type, "event_source": "browser", "event": event.to_string()});
                }
            }
            6 => {
                if let Some(subsection) = subsection {
                    let page = if position > 0 {
                        format!("{position}/")
                    } else {
                        String::new()
                    };
                    act.shown = vec![if position > 0 {
                        at(subsection, position)
                    } else {
                        Shown::Block(subsection.key.clone())
                    }];
                    act.line = address(format!(
                        "https://h/courses/{}/courseware/x/{}/{page}",
                        course.id, subsection.name
                    ));
                }
            }
            7 | 8 => {
                let key = some_problem(rng, &blocks);
                let is_right = rng.random_ratio(1, 2);
                act.shown = vec![Shown::Block(key.to_owned())];
                act.tried = Some(Try {
                    problem: key.to_owned(),
                    is_right,
                    attempts,
                });
                let success = if is_right { "correct" } else { "incorrect" };
                let event = json!({"problem_id": key, "success": success, "attempts": attempts});
                act.line = json!({"event_type": "problem_check", "event_source": "server", "event": event});
            }
            9 => {
                let videos: Vec<&&Block> = blocks.iter().filter(|block| block.kind == "video").collect();
                if let Some(video) = videos.choose(rng) {
                    act.shown = vec![Shown::Block(video.key.clone())];
                    act.played = true;
                    // No worker has a player.
                    act.by_worker = false;
                    let id = if video.key.starts_with("i4x") {
                        format!("i4x-Org-C{course_at}-video-{}", video.name)
                    } else {
                        video.name.clone()
                    };
                    let event = json!({"id": id, "code": "x", "currentTime": 1, "duration": 100}).to_string();
                    act.line = json!({"event_type": "play_video", "event_source": "browser", "event": event});
                }
            }
            10 => {
                let post = *[
                    Post::Thread,
                    Post::Response,
                    Post::Comment,
                    Post::Vote,
                    Post::VoteUndone,
                ]
                .choose(rng)
                .unwrap();
                let topic = *TOPICS.choose(rng).unwrap();
                act.posted = Some((post, topic));
                let event_type = match post {
                    Post::Thread => "edx.forum.thread.created",
                    Post::Response => "edx.forum.response.created",
                    Post::Comment => "edx.forum.comment.created",
                    Post::Vote | Post::VoteUndone => "edx.forum.response.voted",
                };
                let mut event = json!({"vote_value": "up", "undo_vote": post == Post::VoteUndone});
                if !topic.is_empty() {
                    event["commentable_id"] = json!(topic);
                }
                act.line = json!({"event_type": event_type, "event_source": "server", "event": event});
            }
            11..=13 => {
                let key = some_problem(rng, &blocks);
                let (help, line) = help::random(rng, key);
                // Feedback shows no place.
                if help != Help::Feedback {
                    act.shown = vec![Shown::Block(key.to_owned())];
                }
                act.helped = Some((help, key.to_owned()));
                act.line = line;
            }
            14 => {
                let event_type = *["edx.grades.course.grade_calculated", "edx.course.grade.now_failed"]
                    .choose(rng)
                    .unwrap();
                act.by_lms = true;
                act.line = json!({"event_type": event_type, "event_source": "server", "event": {}});
            }
            _ => {}
        }
        if act.line == json!({}) {
            act.line = address(format!("https://h/courses/{}/course/", course.id));
        }
        act
    }

    fn lines(&self) -> Vec<String> {
        let moves = self.moves.iter().map(|event| {
            let change = if event.enrolls { "activated" } else { "deactivated" };
            json!({
                "time": written(event.time),
                "event_type": format!("edx.course.enrollment.{change}"),
                "event_source": "server",
                "context": {"user_id": 900},
                "event": {"user_id": event.user, "course_id": self.courses[event.course].id, "mode": "audit"},
            })
        });
        let acts = self.acts.iter().enumerate().map(|(at, act)| {
            let mut line = act.line.clone();
            line["time"] = json!(written(act.time));
            line["context"] = json!({"user_id": act.user, "course_id": self.courses[act.course].id});
            // Two equal acts are two events.
            line["session"] = json!(format!("{at}"));
            if act.by_worker {
                line["event_source"] = json!("task");
            }
            line
        });
        moves.chain(acts).map(|line| line.to_string()).collect()
    }

    /// The lines shuffled, some twice, spread over files.
    pub fn files(&self, rng: &mut ChaCha8Rng) -> Vec<Vec<String>> {
        delivery::files(self.lines(), rng)
    }

    /// Rows of the LMS.
    pub fn lms(&self) -> Vec<(&'static str, Rows)> {
        let text = |text: &str| Some(text.to_owned());
        let mut blocks = Vec::new();
        for course in &self.courses {
            for (block, parent, is_orphan) in course.rows() {
                blocks.push(vec![
                    text(&block.key),
                    text(&course.id),
                    text(block.kind),
                    text(&format!("Title of {}", block.name)),
                    Some((block.sort_idx == 0 && !is_orphan).to_string()),
                    Some(is_orphan.to_string()),
                    parent.and_then(text),
                    Some(block.sort_idx.to_string()),
                ]);
            }
        }
        let grades = self.grades.iter().map(|grade| {
            vec![
                Some(grade.user.to_string()),
                text(&self.courses[grade.course].id),
                grade.percent.map(|percent| (percent as f64 / 100.0).to_string()),
                grade.letter.and_then(text),
                grade
                    .passed
                    .map(|time| DateTime::from_timestamp_micros(time).unwrap().naive_utc().to_string()),
            ]
        });
        let runs = self.courses.iter().zip(&self.dates).filter_map(|(course, dates)| {
            let (start, end) = (*dates)?;
            let time = |day: Option<NaiveDate>| day.map(|day| format!("{day} 05:00:00"));
            Some(vec![text(&course.id), time(start), time(end)])
        });
        let mut tables: Vec<(&'static str, Rows)> = vec![
            (
                "lms_course_blocks",
                (
                    &[
                        "block_id",
                        "course_id",
                        "block_type",
                        "display_name",
                        "is_root",
                        "is_orphan",
                        "parent_block_id",
                        "sort_idx",
                    ],
                    blocks,
                ),
            ),
            (
                "lms_grades_persistentcoursegrade",
                (
                    &[
                        "user_id",
                        "course_id",
                        "percent_grade",
                        "letter_grade",
                        "passed_timestamp",
                    ],
                    grades.collect(),
                ),
            ),
            (
                "lms_course_runs",
                (&["course_id", "start_time", "end_time"], runs.collect()),
            ),
        ];
        tables.extend(self.points.lms(&self.courses));
        tables
    }
}

fn time(rng: &mut ChaCha8Rng) -> i64 {
    let day = (first_day() - NaiveDate::default()).num_days() + DAYS.choose(rng).unwrap();
    day * 86_400_000_000 + MICROS_OF_DAY.choose(rng).unwrap()
}

//! Problems: what is asked, what can be answered, how it is judged, and how that changes while the course runs.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::course::Block;
use crate::words;

/// Parts a problem has at most.
pub(crate) const MOST_PARTS: usize = 2;

/// What the learner is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Choose one.
    OneChoice,
    /// Tick all that are right, or none.
    SomeChoices,
    /// Choose from a list of words.
    Word,
    /// Give a number.
    Number,
    /// Give a text.
    Text,
    /// Give a formula, which the LMS also keeps as markup in an answer of its own.
    Formula,
    /// Judged by a program of the author: no type of response that is counted (PF A10).
    Custom,
}

impl Ask {
    pub(crate) fn response_type(self) -> &'static str {
        match self {
            Self::OneChoice => "multiplechoiceresponse",
            Self::SomeChoices => "choiceresponse",
            Self::Word => "optionresponse",
            Self::Number => "numericalresponse",
            Self::Text => "stringresponse",
            Self::Formula => "formularesponse",
            Self::Custom => "customresponse",
        }
    }

    pub(crate) fn input_type(self) -> &'static str {
        match self {
            Self::OneChoice => "choicegroup",
            Self::SomeChoices => "checkboxgroup",
            Self::Word => "optioninput",
            Self::Number | Self::Text | Self::Custom => "textline",
            Self::Formula => "formulaequationinput",
        }
    }

    /// Whether events name choices by a code.
    pub(crate) fn has_codes(self) -> bool {
        matches!(self, Self::OneChoice | Self::SomeChoices)
    }
}

/// Something that can be answered.
#[derive(Debug, Clone)]
pub(crate) struct Possible {
    /// As the learner gives it, or as the choice is written: may hold markup.
    pub text: String,
    /// The text without markup, as reports must show it.
    pub plain: String,
    /// The number it is.
    pub number: Option<f64>,
}

/// A part of a problem, with an input of its own.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub ask: Ask,
    pub question: String,
    pub possible: Vec<Possible>,
    /// The answer that is right: a position, or for [`Ask::SomeChoices`] a bit for each choice that is ticked.
    pub right: u8,
}

impl Part {
    /// The positions that an answer stands for.
    pub(crate) fn chosen(&self, given: u8) -> Vec<usize> {
        match self.ask {
            Ask::SomeChoices => (0..self.possible.len())
                .filter(|choice| given >> choice & 1 == 1)
                .collect(),
            _ => vec![usize::from(given)],
        }
    }

    /// Some answer that is not `right`.
    fn wrong(&self, rng: &mut ChaCha8Rng, right: u8) -> u8 {
        let all = match self.ask {
            Ask::SomeChoices => 1 << self.possible.len(),
            _ => self.possible.len() as u8,
        };
        // The first number is written in two ways, both right.
        let is_wrong = |given: u8| given != right && !(self.ask == Ask::Number && given == 1);
        loop {
            let given = rng.random_range(0..all);
            if is_wrong(given) {
                return given;
            }
        }
    }
}

/// Tags of a problem: names, each with its values; a single value may stand as text or in a list.
pub(crate) type Tags = Vec<(&'static str, Vec<&'static str>)>;

#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub block: Block,
    /// Points a right answer gives.
    pub points: u8,
    /// Attempts allowed.
    pub attempts: u8,
    /// Part of a right first answer, of a hundred.
    pub ease: u8,
    pub parts: Vec<Part>,
    /// Different versions that learners get; 1 where the problem is the same for all.
    pub versions: u8,
    /// Events before this time (microseconds) are written in the old way, without a `submission` (PF A8).
    pub modern_from: i64,
    /// From this time on, the second choice of the first part counts as right instead of the first.
    pub corrected_from: i64,
    /// The tags until `retagged_from`, and since.
    pub tags: [Tags; 2],
    pub retagged_from: i64,
    /// Whether the author has taken it out of the course, so that the structure does not know it any more.
    pub is_deleted: bool,
}

/// What somebody gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Given {
    /// An answer for each part.
    pub answers: [u8; MOST_PARTS],
    /// Which parts are right, a bit each.
    pub right: u8,
    pub is_right: bool,
}

impl Problem {
    /// A problem; `nth` in its course decides its kind. `start` and `length` (microseconds) say when the site lives.
    pub(crate) fn author(rng: &mut ChaCha8Rng, nth: usize, block: Block, start: i64, length: i64) -> Self {
        let parts = match nth % 8 {
            0 => vec![one_choice(rng), number(rng)],
            1 => vec![some_choices(rng)],
            2 => vec![number(rng)],
            3 => vec![text(rng)],
            4 => vec![word(rng), one_choice(rng)],
            5 => vec![formula(rng)],
            6 => vec![custom(rng)],
            _ => vec![one_choice(rng)],
        };
        let middle = start + rng.random_range(length / 4..length * 3 / 4);
        let (before, after) = tags(rng, nth);
        Self {
            block,
            points: rng.random_range(1..4),
            attempts: rng.random_range(1..5),
            ease: rng.random_range(20..90),
            parts,
            versions: if nth % 8 == 2 { 3 } else { 1 },
            modern_from: match nth % 8 {
                4 => middle,
                7 if nth % 16 == 7 => i64::MAX,
                _ => i64::MIN,
            },
            corrected_from: if nth.is_multiple_of(8) && rng.random_ratio(1, 2) {
                middle
            } else {
                i64::MAX
            },
            tags: [before, after],
            retagged_from: middle,
            is_deleted: nth % 10 == 9,
        }
    }

    /// Id of the input of a part.
    pub(crate) fn input(&self, part: usize) -> String {
        format!("{}_{}_1", self.block.html_id, part + 2)
    }

    /// The version that a learner gets: the seed of the LMS.
    pub(crate) fn seed(&self, learner: u32) -> u32 {
        learner % u32::from(self.versions) + 1
    }

    pub(crate) fn is_random(&self) -> bool {
        self.versions > 1
    }

    pub(crate) fn is_modern(&self, time: i64) -> bool {
        time >= self.modern_from
    }

    pub(crate) fn tags(&self, time: i64) -> &Tags {
        &self.tags[usize::from(time >= self.retagged_from)]
    }

    fn right(&self, part: usize, time: i64) -> u8 {
        if part == 0 && time >= self.corrected_from {
            1
        } else {
            self.parts[part].right
        }
    }

    /// What somebody gives who knows the answer to all parts, or not; judged later by [`Problem::judge`].
    pub(crate) fn answer(&self, rng: &mut ChaCha8Rng, knows: bool, time: i64) -> [u8; MOST_PARTS] {
        let mut given = [0; MOST_PARTS];
        let missed = if knows {
            usize::MAX
        } else {
            rng.random_range(0..self.parts.len())
        };
        for (position, part) in self.parts.iter().enumerate() {
            let right = self.right(position, time);
            given[position] = if position == missed || (!knows && rng.random_ratio(1, 2)) {
                part.wrong(rng, right)
            } else if part.ask == Ask::Number && rng.random_ratio(1, 3) {
                1
            } else {
                right
            };
        }
        given
    }

    /// Judges what somebody gave at a time.
    pub(crate) fn judge(&self, answers: [u8; MOST_PARTS], time: i64) -> Given {
        let mut right = 0;
        for (position, part) in self.parts.iter().enumerate() {
            let expected = self.right(position, time);
            let twin = part.ask == Ask::Number && answers[position] == 1 && expected == 0;
            if answers[position] == expected || twin {
                right |= 1 << position;
            }
        }
        Given {
            answers,
            right,
            is_right: right.count_ones() as usize == self.parts.len(),
        }
    }
}

fn question(rng: &mut ChaCha8Rng, ask: &str) -> String {
    let theme = words::pick(rng, &words::THEMES).to_lowercase();
    if rng.random_ratio(1, 6) {
        // The LMS lets line breaks of the author stand.
        format!("{ask}\n   {theme}?")
    } else {
        format!("{ask} \u{201c}{theme}\u{201d}?")
    }
}

fn plain(text: &str) -> Possible {
    Possible {
        text: text.to_owned(),
        plain: text.trim().to_owned(),
        number: None,
    }
}

/// A choice with markup of one of several kinds.
fn choice(theme: &str, nth: usize) -> Possible {
    let text = match nth {
        0 => format!("<text>{theme}</text>"),
        1 => format!("<p>{theme} &amp; more</p>"),
        2 => format!("{theme} in x<sub>2</sub>"),
        3 => format!("<b>{theme}</b>  and\u{a0}back"),
        _ => format!("{theme} <!-- not this --> now"),
    };
    let plain = match nth {
        0 => theme.to_owned(),
        1 => format!("{theme} & more"),
        2 => format!("{theme} in x 2"),
        3 => format!("{theme} and back"),
        _ => format!("{theme} now"),
    };
    Possible {
        text,
        plain,
        number: None,
    }
}

fn choices(rng: &mut ChaCha8Rng, count: usize) -> Vec<Possible> {
    let first = rng.random_range(0..words::THEMES.len());
    let theme = |nth: usize| words::THEMES[(first + nth) % words::THEMES.len()];
    (0..count).map(|nth| choice(theme(nth), nth)).collect()
}

fn one_choice(rng: &mut ChaCha8Rng) -> Part {
    let count = rng.random_range(2..6);
    Part {
        ask: Ask::OneChoice,
        question: question(rng, "Which one is"),
        possible: choices(rng, count),
        right: 0,
    }
}

fn some_choices(rng: &mut ChaCha8Rng) -> Part {
    let count = rng.random_range(3..5);
    Part {
        ask: Ask::SomeChoices,
        question: question(rng, "Which of these are"),
        possible: choices(rng, count),
        right: 0b101,
    }
}

fn word(rng: &mut ChaCha8Rng) -> Part {
    Part {
        ask: Ask::Word,
        question: question(rng, "Choose a word for"),
        possible: ["moss", "stone, flat", "none"].map(plain).to_vec(),
        right: 0,
    }
}

fn number(rng: &mut ChaCha8Rng) -> Part {
    let whole = rng.random_range(2..60);
    let of = |text: String, number: f64| Possible {
        plain: text.trim().to_owned(),
        text,
        number: Some(number),
    };
    let whole_number = f64::from(whole);
    Part {
        ask: Ask::Number,
        question: question(rng, "How many fit into"),
        possible: vec![
            of(whole.to_string(), whole_number),
            // The same with blanks around it.
            of(format!(" {whole} "), whole_number),
            of(format!("{whole}.5"), whole_number + 0.5),
            of("-.25".to_owned(), -0.25),
            of("1.2e3".to_owned(), 1200.0),
            plain("3,5"),
            plain("inf"),
        ],
        right: 0,
    }
}

fn text(rng: &mut ChaCha8Rng) -> Part {
    Part {
        ask: Ask::Text,
        question: question(rng, "What do you call"),
        possible: [
            "Lav \u{e6}ldre",
            " lichen ",
            "<b>moss</b>",
            "None",
            "\\N",
            "Tab\tand \"quotes\", commas",
            "42",
        ]
        .iter()
        .map(|text| Possible {
            number: text.parse().ok(),
            ..plain(text)
        })
        .collect(),
        right: 0,
    }
}

fn formula(rng: &mut ChaCha8Rng) -> Part {
    Part {
        ask: Ask::Formula,
        question: question(rng, "Give a formula for"),
        possible: ["x^2 + 1", "2*x", "x"].map(plain).to_vec(),
        right: 0,
    }
}

fn custom(rng: &mut ChaCha8Rng) -> Part {
    Part {
        ask: Ask::Custom,
        question: question(rng, "Draw"),
        possible: ["a line", "a circle"].map(plain).to_vec(),
        right: 0,
    }
}

const DIFFICULTIES: [&str; 3] = ["Easy", "Medium", "Hard, r\u{e9}ally"];
const SKILLS: [&str; 4] = ["Observing", "Counting", "Explaining", "Naming"];

/// Tags before and after the author looked them over.
fn tags(rng: &mut ChaCha8Rng, nth: usize) -> (Tags, Tags) {
    let difficulty = *words::pick(rng, &DIFFICULTIES);
    let first = rng.random_range(0..SKILLS.len());
    // A value that stands there twice counts once (PF T6).
    let skills = vec![SKILLS[first], SKILLS[(first + 1) % SKILLS.len()], SKILLS[first]];
    let simple: Tags = vec![("difficulty", vec![difficulty])];
    let rich: Tags = vec![("difficulty", vec![difficulty]), ("learning_outcome", skills)];
    match nth % 5 {
        0 => (rich.clone(), rich),
        1 => (simple, rich),
        2 => (Tags::new(), Tags::new()),
        // Untagged at last: no rows (PF T5).
        3 => (rich, Tags::new()),
        _ => (Tags::new(), simple),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn who_knows_is_right_and_who_does_not_is_wrong() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        for nth in 0..64 {
            let block = Block {
                unit: 0,
                usage: "u".into(),
                html_id: "h".into(),
                title: "t".into(),
            };
            let problem = Problem::author(&mut rng, nth, block, 0, 1_000_000);
            for time in [0, 500_000, 999_999] {
                for knows in [true, false] {
                    let answers = problem.answer(&mut rng, knows, time);
                    assert_eq!(problem.judge(answers, time).is_right, knows, "{problem:?} {answers:?}");
                    for (part, given) in problem.parts.iter().zip(answers) {
                        assert!(part.chosen(given).iter().all(|choice| *choice < part.possible.len()));
                    }
                }
            }
        }
    }
}

//! Texts cleaned for reports: with single spaces, and without what a pattern matches (`PF R6`).

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};

/// The pattern of hints that are written into choices: from `<choicehint` to the nearest `</choicehint>` behind it, or, where there is
/// none any more, to the nearest `>`.
pub const CHOICE_HINTS: &str = "<choicehint(?:.*?</choicehint>|.*?>)";

const BEGIN: &str = "<choicehint";
const END: &str = "</choicehint>";

/// Longer texts are not searched for a pattern of the site's own: what one search leaves over is searched anew, so that the time for
/// all of them may grow with the square of the length.
const LONGEST: usize = 64 << 10;
/// Memory for a pattern in its compiled form, in bytes.
const COMPILED: usize = 1 << 20;

/// Cleans texts.
#[derive(Debug, Clone)]
pub struct TextCleaner(What);

/// What is taken out.
#[derive(Debug, Clone)]
enum What {
    Nothing,
    ChoiceHints,
    Matches(Regex),
}

impl TextCleaner {
    /// Takes out what a regular expression matches; nothing where it is empty.
    ///
    /// # Errors
    /// No regular expression, or one that takes too much memory.
    pub fn new(pattern: &str) -> Result<Self, regex::Error> {
        Ok(Self(match pattern {
            "" => What::Nothing,
            CHOICE_HINTS => What::ChoiceHints,
            _ => What::Matches(RegexBuilder::new(pattern).size_limit(COMPILED).build()?),
        }))
    }

    /// The text with single spaces, then without the matches. Nothing is trimmed. Time grows with the length of the text alone.
    pub fn clean(&self, text: &str) -> String {
        let spaced = with_single_spaces(text);
        match &self.0 {
            What::ChoiceHints => without_choice_hints(&spaced),
            What::Matches(pattern) if spaced.len() <= LONGEST => match pattern.replace_all(&spaced, "") {
                Cow::Borrowed(_) => spaced,
                Cow::Owned(cleaned) => cleaned,
            },
            What::Nothing | What::Matches(_) => spaced,
        }
    }
}

/// What [`CHOICE_HINTS`] leaves of a text, in one go: a search for the pattern looks for the end behind each begin anew.
fn without_choice_hints(text: &str) -> String {
    let last_end = text.rfind(END);
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(begin) = text[at..].find(BEGIN).map(|found| at + found) {
        let behind = begin + BEGIN.len();
        let end = if last_end.is_some_and(|last| last >= behind) {
            text[behind..].find(END).map(|found| behind + found + END.len())
        } else {
            text[behind..].find('>').map(|found| behind + found + 1)
        };
        // No end at all: neither this nor a later one is a whole hint.
        let Some(end) = end else { break };
        kept.push_str(&text[at..begin]);
        at = end;
    }
    kept.push_str(&text[at..]);
    kept
}

fn with_single_spaces(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut in_space = false;
    for c in text.chars() {
        let is_space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
        if !is_space {
            spaced.push(c);
        } else if !in_space {
            spaced.push(' ');
        }
        in_space = is_space;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str, pattern: &str) -> String {
        TextCleaner::new(pattern).unwrap().clean(text)
    }

    #[test]
    fn hints_go_and_the_rest_stays() {
        let table = [
            ("Choice ", "Choice "),
            ("Choice  \t\n\r<choicehint>Hint</choicehint>", "Choice "),
            (
                "a <choicehint label=\"x\">one</choicehint> b <choicehint>two</choicehint>",
                "a  b ",
            ),
            ("a <choicehint title=\"t,\nempty\"\\> b", "a  b"),
            ("a <choicehint x> b <choicehint>y</choicehint> c", "a  c"),
            ("a <choicehint without end", "a <choicehint without end"),
            ("a </choicehint> <choicehint/> b", "a </choicehint>  b"),
            ("", ""),
            ("\u{a0}é\u{a0}", "\u{a0}é\u{a0}"),
        ];
        for (text, expected) in table {
            assert_eq!(cleaned(text, CHOICE_HINTS), expected, "{text}");
        }
    }

    #[test]
    fn a_site_may_have_a_pattern_of_its_own() {
        assert_eq!(cleaned("a  [secret] b [x]", r"\[[^\]]*\]"), "a  b ");
        assert_eq!(
            cleaned("a  <choicehint>b</choicehint>", ""),
            "a <choicehint>b</choicehint>"
        );
        for wrong in ["(", "(?P<a>x", r"\w{1000}{1000}"] {
            assert!(TextCleaner::new(wrong).is_err(), "{wrong}");
        }
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(cleaned(&long, "x"), long);
    }

    #[test]
    fn time_is_linear() {
        for piece in ["<choicehint", "<choicehint>", "</choicehint><choicehint", " \n"] {
            let text = piece.repeat(1_000_000);
            for pattern in [CHOICE_HINTS, "<choicehint(?:.*?</choicehint>|.*?>|.*?never)"] {
                let begin = std::time::Instant::now();
                let _ = cleaned(&text, pattern);
                assert!(begin.elapsed().as_secs() < 60, "{piece} {pattern}");
            }
        }
    }

    proptest! {
        /// The way in one go gives what the pattern says.
        #[test]
        fn the_pattern_says_what_is_done(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["<choicehint", "</choicehint>", ">", " ", "\n", "é", "<choice", "hint>"]),
                0..30,
            )
        ) {
            let text = pieces.concat();
            let pattern = Regex::new(CHOICE_HINTS).unwrap();
            let expected = pattern.replace_all(&with_single_spaces(&text), "").into_owned();
            prop_assert_eq!(cleaned(&text, CHOICE_HINTS), expected);
        }
    }
}

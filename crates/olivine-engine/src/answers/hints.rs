//! Texts without the hints that are written into choices (`PF R6`).

const BEGIN: &str = "<choicehint";
const END: &str = "</choicehint>";

/// A text with single spaces and without hints: each from `<choicehint` to the nearest `</choicehint>` behind it, or, where there is
/// none any more, to the nearest `>`. Time grows with the length of the text alone.
pub fn without_choice_hints(text: &str) -> String {
    let spaced = with_single_spaces(text);
    let last_end = spaced.rfind(END);
    let mut kept = String::with_capacity(spaced.len());
    let mut at = 0;
    while let Some(begin) = spaced[at..].find(BEGIN).map(|found| at + found) {
        let behind = begin + BEGIN.len();
        let end = if last_end.is_some_and(|last| last >= behind) {
            spaced[behind..].find(END).map(|found| behind + found + END.len())
        } else {
            spaced[behind..].find('>').map(|found| behind + found + 1)
        };
        // No end at all: neither this nor a later one is a whole hint.
        let Some(end) = end else { break };
        kept.push_str(&spaced[at..begin]);
        at = end;
    }
    kept.push_str(&spaced[at..]);
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
    use super::*;

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
            assert_eq!(without_choice_hints(text), expected, "{text}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in ["<choicehint", "<choicehint>", "</choicehint><choicehint", " \n"] {
            let text = piece.repeat(1_000_000);
            let begin = std::time::Instant::now();
            let _ = without_choice_hints(&text);
            assert!(begin.elapsed().as_secs() < 5, "{piece}");
        }
    }
}

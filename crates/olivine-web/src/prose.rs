//! What a report says about its numbers, from the Markdown of its manifest.

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

use crate::frame::own_report_words;
use crate::language::Words;

/// What a report says about its numbers.
pub struct About {
    /// As HTML.
    pub html: String,
    /// Whether it is in the language of the page; else it is in English.
    pub is_translated: bool,
}

impl About {
    /// The text in the visitor's language, else the one of the manifest; none if it says nothing.
    pub fn of(words: &Words, report: &str, doc: &str) -> Option<Self> {
        let own = own_report_words(words, report, "about");
        let text = html(own.as_deref().unwrap_or(doc));
        (!text.is_empty()).then_some(Self {
            html: text,
            is_translated: own.is_some(),
        })
    }
}

/// The text as HTML. Reports may come from elsewhere: raw HTML is shown as text, links and pictures as their words, and
/// headings as paragraphs, so that a page keeps its order.
pub fn html(markdown: &str) -> String {
    let events = Parser::new(markdown).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock) => None,
        Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => None,
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Paragraph)),
        other => Some(other),
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn a_translation_stands_for_the_text_of_the_manifest() {
        let file = "report-x-y-about =\n    Uno.\n\n    - **Dos**\n      y más\n    - `tres`\n";
        let languages = Languages::load_with(&[("es".to_owned(), "es.ftl".to_owned(), file.to_owned())]).unwrap();
        let about = |code: &str, report: &str, doc: &str| {
            let found = About::of(&languages.words(Some(code), None), report, doc)?;
            Some((found.html, found.is_translated))
        };
        let spanish = "<p>Uno.</p>\n<ul>\n<li><strong>Dos</strong>\ny más</li>\n<li><code>tres</code></li>\n</ul>\n";
        let english = ("<p>One.</p>\n".to_owned(), false);
        assert_eq!(about("es", "x.y", "One."), Some((spanish.to_owned(), true)));
        assert_eq!(about("fr", "x.y", "One."), Some(english.clone()));
        assert_eq!(about("es", "x.z", "One."), Some(english));
        assert_eq!(about("es", "x.z", "\n"), None);
    }

    #[test]
    fn paragraphs_lists_and_emphasis() {
        let text = html("One *word*.\n\n* **Bold**: `code`\n* Two");
        assert_eq!(
            text,
            "<p>One <em>word</em>.</p>\n<ul>\n<li><strong>Bold</strong>: <code>code</code></li>\n<li>Two</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_foreign_comes_through() {
        let text =
            html("# Head\n\n<script>alert(1)</script> [words](javascript:alert) ![pic](http://x/y) <b onclick=x>");
        assert!(text.starts_with("<p>Head</p>"));
        for bad in ["<script", "href", "<img", "<b ", "<h1"] {
            assert!(!text.contains(bad), "{bad} in {text}");
        }
        assert!(text.contains("words") && text.contains("pic"));
    }
}

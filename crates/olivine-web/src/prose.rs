//! What a report says about its numbers, from the Markdown of its manifest.

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

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

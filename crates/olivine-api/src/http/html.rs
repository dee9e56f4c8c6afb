//! The few pages of this room: what a browser shows of an answer, and the docs.

/// Text made safe for HTML.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // Apostrophes stay: attributes are written in double quotes only.
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Text made safe for HTML outside of attributes, where quotes do no harm.
pub fn escaped_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Words of a manifest: what stands between backticks is code.
pub fn words(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let marked = parts.map(|(place, part)| match place % 2 {
        1 => format!("<code>{}</code>", escaped_text(part)),
        _ => escaped_text(part),
    });
    marked.collect()
}

/// A block of code.
pub fn code(text: &str) -> String {
    format!("<pre tabindex=\"0\"><code>{}</code></pre>", escaped(text))
}

/// A whole page around some content.
pub fn page(title: &str, content: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/docs/docs.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{content}\n\
         </main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_make_code() {
        assert_eq!(words("`a<b`, c & `d`"), "<code>a&lt;b</code>, c &amp; <code>d</code>");
        assert_eq!(words("plain"), "plain");
    }

    #[test]
    fn nothing_in_an_answer_becomes_markup() {
        assert_eq!(
            escaped("<a href=\"x\">'&amp;"),
            "&lt;a href=&quot;x&quot;&gt;'&amp;amp;"
        );
    }
}

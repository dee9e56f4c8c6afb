//! The text of HTML, as courses write it into answers (`PF A18`, `API 2.2`).
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// Longer texts are not read as HTML: reading can take time that grows with the square of the length, and no answer that a course
/// team wrote is so long.
const LONGEST: usize = 64 << 10;

/// All text of an HTML document in order, that of scripts and styles too, without comments, with single spaces for all white space and
/// between elements. A text of more than 64 KiB stays as it is but for white space around it.
pub fn text_of_html(text: &str) -> String {
    match texts_of_html(text) {
        Some(texts) => with_single_spaces(texts.iter().map(String::as_str)),
        None => text.trim().to_owned(),
    }
}

/// The pieces of text of an HTML document in order, that of scripts and styles too, without comments, each as it stands between
/// elements. Nothing for a text of more than 64 KiB.
pub fn texts_of_html(text: &str) -> Option<Vec<String>> {
    if text.len() > LONGEST {
        return None;
    }
    // Nothing in it that HTML would read otherwise, but for white space before a document, which is none of it.
    if !text.contains(['<', '&', '\0', '\r']) {
        return Some(vec![text.trim_start_matches([' ', '\t', '\n', '\u{c}']).to_owned()]);
    }
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            // What stands in `noscript` is read.
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let tree = parse_document(Tree::default(), options).one(StrTendril::from(text));
    Some(tree.texts().into_iter().map(|text| text.to_string()).collect())
}

fn with_single_spaces<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let words: Vec<&str> = texts.into_iter().flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// A document: only as much of it as is needed to know the order of its texts.
#[derive(Default)]
struct Tree {
    nodes: RefCell<Vec<Node>>,
}

struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    content: Content,
}

enum Content {
    Element(QualName),
    Text(StrTendril),
    /// A comment, an instruction, the document itself.
    Other,
}

/// Number of the document.
const DOCUMENT: usize = 0;

impl Tree {
    fn add(&self, content: Content) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.is_empty() {
            nodes.push(Node {
                parent: None,
                children: Vec::new(),
                content: Content::Other,
            });
        }
        nodes.push(Node {
            parent: None,
            children: Vec::new(),
            content,
        });
        nodes.len() - 1
    }

    /// Puts a node or text among the children of a node, before the child at a place, or last.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(child) => {
                self.remove_from_parent(&child);
                child
            }
            NodeOrText::AppendText(text) => {
                // Text beside text is one text.
                let mut nodes = self.nodes.borrow_mut();
                let siblings = nodes.get(parent).map_or(&[][..], |node| &node.children);
                let before = match place {
                    Some(place) => place.checked_sub(1).and_then(|place| siblings.get(place)),
                    None => siblings.last(),
                };
                if let Some(before) = before.copied()
                    && let Content::Text(known) = &mut nodes[before].content
                {
                    known.push_tendril(&text);
                    return;
                }
                drop(nodes);
                self.add(Content::Text(text))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let siblings = &mut nodes[parent].children;
        let place = place.unwrap_or(siblings.len()).min(siblings.len());
        siblings.insert(place, child);
    }

    fn place_of(&self, node: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[node].parent?;
        // Mostly one of the last.
        let place = nodes[parent].children.iter().rposition(|child| *child == node)?;
        Some((parent, place))
    }
}

/// The parsed document.
struct Parsed(Vec<Node>);

impl Parsed {
    /// The texts in the order of the document.
    fn texts(&self) -> Vec<&StrTendril> {
        let mut texts = Vec::new();
        let mut waiting = vec![DOCUMENT];
        while let Some(at) = waiting.pop() {
            let Some(node) = self.0.get(at) else { continue };
            if let Content::Text(text) = &node.content {
                texts.push(text);
            }
            waiting.extend(node.children.iter().rev());
        }
        texts
    }
}

impl TreeSink for Tree {
    type Handle = usize;
    type Output = Parsed;
    type ElemName<'a> = OwnedName;

    fn finish(self) -> Parsed {
        Parsed(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        if self.nodes.borrow().is_empty() {
            // The first node made brings the document with it.
            self.add(Content::Other);
        }
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> OwnedName {
        match &self.nodes.borrow()[*target].content {
            Content::Element(name) => OwnedName(name.clone()),
            // The parser asks for names of elements only.
            _ => OwnedName(QualName::new(None, html5ever::ns!(html), html5ever::local_name!(""))),
        }
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Content::Element(name))
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Content::Other)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What stands in a template belongs to the text like anything else.
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.remove_from_parent(child);
        }
        if let Some((parent, place)) = self.place_of(*sibling) {
            self.insert(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &usize) {
        if let Some((parent, place)) = self.place_of(*target) {
            let mut nodes = self.nodes.borrow_mut();
            nodes[parent].children.remove(place);
            nodes[*target].parent = None;
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}

/// The name of an element.
#[derive(Debug)]
struct OwnedName(QualName);

impl html5ever::interface::ElemName for OwnedName {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_documents() {
        let table = [
            ("<p>First<br>Choice", "First Choice"),
            ("<p First <br>Choice", "Choice"),
            ("<text><span>First Choice</span></text>", "First Choice"),
            ("First <![CDATA[This is to be ignored.]]>  Choice", "First Choice"),
            ("x<sub>2</sub>y", "x 2 y"),
            ("a &lt; b &amp;&nbsp;c\u{a0}", "a < b & c"),
            ("<!-- c -->t<!-- d -->u", "t u"),
            (
                "<script>var a;</script>z<style>s</style><title>t</title>",
                "var a; z s t",
            ),
            ("<noscript><b>n</b></noscript>m", "n m"),
            ("<template>in</template>out", "in out"),
            ("<table>one<tr><td>two</table>three", "one two three"),
            ("<b>1<p>2</b>3</p>4", "1 2 3 4"),
            ("a</b>b", "ab"),
            ("  plain \n text ", "plain text"),
            ("", ""),
            ("<", "<"),
            ("<img src=\"d.png\"/>", ""),
            ("<select><option>o</select>", "o"),
        ];
        for (html, text) in table {
            assert_eq!(text_of_html(html), text, "{html}");
        }
    }

    #[test]
    fn time_is_bounded_for_any_text() {
        for piece in [
            "<b>",
            "<a x=",
            "<table>",
            "<table><b>",
            "<div>",
            "</p>",
            "&",
            "<!--",
            "a=1 ",
            "<a><p>",
        ] {
            for length in [LONGEST, 10 << 20] {
                let text = format!("<i {}", piece.repeat(length / piece.len()));
                let begin = std::time::Instant::now();
                let _ = text_of_html(&text[..length.min(text.len())]);
                assert!(begin.elapsed().as_secs() < 60, "{piece} {length}");
            }
        }
    }
}

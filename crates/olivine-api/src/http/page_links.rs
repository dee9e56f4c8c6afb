//! Links to the pages beside one (`API 1.6`).

use url::form_urlencoded;

use super::body::Pairs;
use crate::query::page::Page;

/// A page and absolute links to those beside it.
pub struct PageLinks {
    /// The page itself.
    pub page: Page,
    /// The page after it.
    pub next: Option<String>,
    /// The page before it.
    pub previous: Option<String>,
}

impl PageLinks {
    /// Links for a page at an address, with the parameters of the request.
    pub fn new(page: Page, address: &str, query: &Pairs) -> Self {
        let link = |number| page_link(address, query, number);
        Self {
            page,
            next: (page.number < page.total()).then(|| link(page.number + 1)),
            previous: (page.number > 1).then(|| link(page.number - 1)),
        }
    }

    /// The `Link` header: the only place for links where the answer is CSV.
    pub fn header(&self) -> Option<String> {
        let next = self.next.iter().map(|link| format!("<{link}>; rel=\"next\""));
        let previous = self.previous.iter().map(|link| format!("<{link}>; rel=\"prev\""));
        let links: Vec<String> = next.chain(previous).collect();
        (!links.is_empty()).then(|| links.join(", "))
    }
}

/// Link to a page: all parameters kept, sorted by name; `page` is left out where it would be 1.
fn page_link(address: &str, query: &Pairs, number: usize) -> String {
    let mut pairs: Pairs = query.iter().filter(|(name, _)| name != "page").cloned().collect();
    if number > 1 {
        pairs.push(("page".to_owned(), number.to_string()));
    }
    pairs.sort();
    let text = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    if text.is_empty() {
        address.to_owned()
    } else {
        format!("{address}?{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_and_sort_the_parameters() {
        let query = super::super::body::query_pairs(Some("page_size=1&course_id=OldX/OS1/Run_A&page=2"));
        let base = "http://api.test/api/v0/learners/";
        let links = PageLinks::new(
            Page {
                number: 2,
                size: 1,
                count: 3,
            },
            base,
            &query,
        );
        let next = format!("{base}?course_id=OldX%2FOS1%2FRun_A&page=3&page_size=1");
        let previous = format!("{base}?course_id=OldX%2FOS1%2FRun_A&page_size=1");
        assert_eq!(
            (links.next.as_deref(), links.previous.as_deref()),
            (Some(next.as_str()), Some(previous.as_str()))
        );
        assert_eq!(
            links.header(),
            Some(format!("<{next}>; rel=\"next\", <{previous}>; rel=\"prev\""))
        );
        let only = PageLinks::new(
            Page {
                number: 1,
                size: 25,
                count: 3,
            },
            base,
            &Vec::new(),
        );
        assert_eq!((&only.next, &only.previous, only.header()), (&None, &None, None));
        assert_eq!(page_link(base, &Vec::new(), 1), base);
    }
}

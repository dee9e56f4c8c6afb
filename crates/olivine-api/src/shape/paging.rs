//! How a long answer is cut into pages.

use serde::Deserialize;

/// The declared pages of a query (`API 1.6`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Rows on a page unless asked otherwise.
    pub size: usize,
    /// Rows on a page at most.
    pub max: usize,
    /// What a page looks like.
    #[serde(default)]
    pub form: PageForm,
    /// What CSV holds.
    #[serde(default)]
    pub csv: PagedCsv,
}

/// What a page looks like on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageForm {
    /// `count`, `num_pages`, `next`, `previous`, `results`.
    #[default]
    DataApi,
    /// As the enterprise package has it, with `current_page` and `start`; takes `no_page` and `ordering` as well.
    Enterprise,
}

/// What the CSV of a paged answer holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PagedCsv {
    /// The rows of the page.
    #[default]
    Page,
    /// All rows, columns in the order of the answer, under a name of its own (`API 2.9`).
    Whole,
}

//! Pages of long lists (`API 1.6`).

use super::params::Params;
use crate::error::ApiError;

/// Which page of a longer list an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// 1-based number.
    pub number: usize,
    /// Rows on a full page.
    pub size: usize,
    /// Rows of the whole list.
    pub count: usize,
}

impl Page {
    /// The page asked for by `page` (1-based, or `last`) and `page_size` of a list of so many rows. A size of 0, a
    /// negative one or a text means the default; one above the maximum means the maximum.
    ///
    /// # Errors
    /// [`ApiError::InvalidPage`] when it is no number or out of range; page 1 always exists.
    pub fn asked(params: &Params, count: usize, default_size: usize, max_size: usize) -> Result<Self, ApiError> {
        let wanted_size = params
            .text("page_size")
            .and_then(|size| size.parse().ok())
            .filter(|&size: &usize| size > 0);
        let size = wanted_size.unwrap_or(default_size).min(max_size);
        let page = Self { number: 1, size, count };
        let number = match params.text("page") {
            None => 1,
            Some("last") => page.total(),
            Some(number) => number.parse().map_err(|_| ApiError::InvalidPage)?,
        };
        if number < 1 || number > page.total() {
            return Err(ApiError::InvalidPage);
        }
        Ok(Self { number, ..page })
    }

    /// How many pages there are; an empty list has one.
    pub fn total(&self) -> usize {
        self.count.div_ceil(self.size).max(1)
    }

    /// The rows of this page.
    pub fn cut<T>(&self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter()
            .skip((self.number - 1) * self.size)
            .take(self.size)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::params::Reader;

    fn asked(page: &str, size: &str) -> Result<(usize, usize), bool> {
        let params = Params::new(Reader::unlimited())
            .with("page", page)
            .with("page_size", size);
        Page::asked(&params, 60, 25, 100)
            .map(|page| (page.number, page.size))
            .map_err(|error| matches!(error, ApiError::InvalidPage))
    }

    #[test]
    fn pages_are_found_or_refused() {
        assert_eq!(asked("", ""), Ok((1, 25)));
        assert_eq!(asked("3", ""), Ok((3, 25)));
        assert_eq!(asked("last", "20"), Ok((3, 20)));
        assert_eq!(asked("1", "500"), Ok((1, 100)));
        assert_eq!(asked("1", "0"), Ok((1, 25)));
        assert_eq!(asked("1", "-4"), Ok((1, 25)));
        assert_eq!(asked("1", "x"), Ok((1, 25)));
        for page in ["0", "4", "-1", "x"] {
            assert_eq!(asked(page, ""), Err(true), "{page}");
        }
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let page = Page::asked(&Params::new(Reader::unlimited()), 0, 25, 100).unwrap();
        assert_eq!((page.total(), page.cut(Vec::<u8>::new())), (1, vec![]));
    }
}

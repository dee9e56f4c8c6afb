//! Which format an answer takes (`API 1.3`).

use crate::error::ApiError;

/// Format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON, compact or indented by so many spaces.
    Json {
        /// Spaces per level.
        indent: Option<usize>,
    },
    /// A page for people.
    Html,
    /// CSV.
    Csv,
    /// Parquet, of queries under `/api/reports/`.
    Parquet,
    /// An Arrow stream, of queries under `/api/reports/`.
    Arrow,
}

/// What is asked for when nothing is said.
pub const DEFAULT: Format = Format::Json { indent: None };

/// A format, its name in addresses, and its media type.
pub type Known = (Format, &'static str, &'static str, &'static str);

/// Formats of the data API, in the order in which they win when a client accepts several.
pub const DATA_API: &[Known] = &[
    (DEFAULT, "json", "application", "json"),
    (Format::Html, "api", "text", "html"),
    (Format::Csv, "csv", "text", "csv"),
];

/// Formats of all queries under `/api/reports/`.
pub const REPORTS: &[Known] = &[
    (DEFAULT, "json", "application", "json"),
    (Format::Html, "api", "text", "html"),
    (Format::Csv, "csv", "text", "csv"),
    (Format::Parquet, "parquet", "application", "vnd.apache.parquet"),
    (Format::Arrow, "arrow", "application", "vnd.apache.arrow.stream"),
];

/// Chooses a format: `?format=` (or else the suffix) narrows the choice, then Accept must still fit. Of several, the one that is wanted
/// most (`q`) wins, then the one that is named most exactly, then the first of ours.
///
/// # Errors
/// [`ApiError::NotFound`] for a format there is not, [`ApiError::NotAcceptable`] when Accept fits none.
pub fn choose(
    formats: &[Known],
    asked: Option<&str>,
    suffix: Option<&str>,
    accept: Option<&str>,
) -> Result<Format, ApiError> {
    let asked = [suffix, asked.filter(|name| !name.is_empty())];
    let named: Vec<_> = formats
        .iter()
        .filter(|(_, name, _, _)| asked.iter().flatten().all(|wanted| wanted == name))
        .collect();
    if named.is_empty() {
        return Err(ApiError::NotFound);
    }
    let accept = accept
        .map(str::trim)
        .filter(|accept| !accept.is_empty())
        .unwrap_or("*/*");
    let ranges: Vec<Range> = accept.split(',').filter_map(Range::parse).collect();
    let mut best: Option<((u16, u8), Format)> = None;
    for (format, _, kind, subkind) in &named {
        // What is said of a format most exactly is what counts for it.
        let fitting = ranges.iter().filter(|range| range.fits(kind, subkind));
        let Some(range) = fitting.min_by_key(|range| std::cmp::Reverse(range.precision())) else {
            continue;
        };
        let rank = (range.quality, range.precision());
        let is_better = best.is_none_or(|(known, _)| rank > known);
        if range.quality > 0 && is_better {
            let format = match format {
                Format::Json { .. } => Format::Json { indent: range.indent() },
                other => *other,
            };
            best = Some((rank, format));
        }
    }
    best.map(|(_, format)| format).ok_or(ApiError::NotAcceptable)
}

/// One entry of an Accept header.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    /// Parameters without `q`.
    params: Vec<(&'a str, &'a str)>,
    /// How much it is wanted, in thousandths; 0: not at all.
    quality: u16,
}

impl<'a> Range<'a> {
    /// Reads an entry; one that is no media range is left out. A `q` that is no number counts as none.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subkind) = parts.next()?.split_once('/')?;
        let params = parts
            .filter_map(|part| part.split_once('='))
            .map(|(k, v)| (k.trim(), v.trim()));
        let (wanted, params): (Vec<_>, Vec<_>) = params.partition(|(name, _)| name.eq_ignore_ascii_case("q"));
        let quality = wanted.first().and_then(|(_, value)| value.parse::<f32>().ok());
        let quality = quality.filter(|quality| quality.is_finite()).unwrap_or(1.0);
        Some(Self {
            kind,
            subkind,
            params,
            quality: (quality.clamp(0.0, 1.0) * 1000.0).round() as u16,
        })
    }

    /// How exact it is: a type with parameters before one without, before a whole family, before anything.
    fn precision(&self) -> u8 {
        match (self.kind, self.subkind) {
            ("*", _) => 0,
            (_, "*") => 1,
            _ if self.params.is_empty() => 2,
            _ => 3,
        }
    }

    fn fits(&self, kind: &str, subkind: &str) -> bool {
        (self.kind == "*" || self.kind.eq_ignore_ascii_case(kind))
            && (self.subkind == "*" || self.subkind.eq_ignore_ascii_case(subkind))
    }

    fn indent(&self) -> Option<usize> {
        let (_, value) = self.params.iter().find(|(name, _)| *name == "indent")?;
        value
            .parse()
            .ok()
            .map(|spaces: usize| spaces.min(8))
            .filter(|&spaces| spaces > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_chosen_as_clients_expect() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";
        let json = |indent| Ok(Format::Json { indent });
        let cases = [
            (None, None, None, json(None)),
            (None, None, Some("*/*"), json(None)),
            (None, None, Some("application/json; indent=2"), json(Some(2))),
            (None, None, Some("application/json;indent=99"), json(Some(8))),
            (None, None, Some("text/csv"), Ok(Format::Csv)),
            (None, None, Some("text/csv, application/json"), json(None)),
            (None, None, Some("text/csv, */*"), Ok(Format::Csv)),
            (None, None, Some("application/json;q=0, text/csv"), Ok(Format::Csv)),
            (None, None, Some("application/json;q=0, */*"), Ok(Format::Html)),
            (None, None, Some("application/json, text/csv;q=0.5"), json(None)),
            (
                None,
                None,
                Some("application/json;q=0.4, text/csv;q=0.5"),
                Ok(Format::Csv),
            ),
            (None, None, Some("text/csv;q=0.5, */*"), json(None)),
            (
                None,
                None,
                Some("application/json; indent=2; q=0.3, text/csv;Q=0.2"),
                json(Some(2)),
            ),
            (None, None, Some("text/*"), Ok(Format::Html)),
            (None, None, Some(browser), Ok(Format::Html)),
            (Some("csv"), None, Some("*/*"), Ok(Format::Csv)),
            (None, Some("csv"), Some(browser), Ok(Format::Csv)),
            (Some("csv"), None, None, Ok(Format::Csv)),
            (Some(""), None, None, json(None)),
            (Some("api"), None, None, Ok(Format::Html)),
            (Some("csv"), None, Some("application/json"), Err(406)),
            (Some("csv"), Some("json"), None, Err(404)),
            (None, None, Some("image/png"), Err(406)),
            (None, None, Some("nonsense"), Err(406)),
            (Some("xml"), None, None, Err(404)),
            (None, Some("xml"), None, Err(404)),
        ];
        for (asked, suffix, accept, expected) in cases {
            let chosen = choose(DATA_API, asked, suffix, accept).map_err(|error| error.reply().0);
            assert_eq!(chosen, expected, "{asked:?} {suffix:?} {accept:?}");
        }
        let parquet = |formats| choose(formats, Some("parquet"), None, None).map_err(|error| error.reply().0);
        assert_eq!((parquet(DATA_API), parquet(REPORTS)), (Err(404), Ok(Format::Parquet)));
        let stream = Some("application/vnd.apache.arrow.stream");
        assert_eq!(choose(REPORTS, None, None, stream).ok(), Some(Format::Arrow));
        assert_eq!(choose(REPORTS, None, None, Some("*/*")).ok(), Some(DEFAULT));
    }
}

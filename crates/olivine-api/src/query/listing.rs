//! Long answers: which of their rows, in which order, and which page of them (`API 1.6`).

use std::cmp::Ordering;

use super::answer::AnswerColumn;
use super::cell::Cell;
use super::date;
use super::params::Params;
use super::prepared::Prepared;
use super::table::Table;
use crate::error::ApiError;
use crate::shape::PageForm;

/// Rows on a page of a query that declares no pages, unless asked otherwise, and at most.
const PAGE_SIZE: usize = 100;
const MAX_PAGE_SIZE: usize = 10_000;

/// What is asked about the rows of an answer, beyond the parameters of the query itself.
#[derive(Debug, Default)]
pub struct Listing {
    filters: Vec<Filter>,
    order: Vec<Order>,
    paging: Option<PageSizes>,
    fields: bool,
}

/// How long pages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSizes {
    /// Unless asked otherwise.
    pub default: usize,
    /// At most.
    pub max: usize,
}

#[derive(Debug)]
struct Order {
    column: String,
    descending: bool,
}

/// One condition on a column.
#[derive(Debug)]
struct Filter {
    column: String,
    test: Test,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    OneOf,
    Contains,
    Null,
}

const TESTS: [(&str, Test); 9] = [
    ("eq", Test::Equal),
    ("ne", Test::Unequal),
    ("lt", Test::Less),
    ("le", Test::AtMost),
    ("gt", Test::Greater),
    ("ge", Test::AtLeast),
    ("in", Test::OneOf),
    ("contains", Test::Contains),
    ("null", Test::Null),
];

impl Listing {
    /// The declared pages and nothing else: what clients of the data API get. `whole`: all rows, whatever is declared.
    pub fn declared(prepared: &Prepared, params: &Params, whole: bool) -> Self {
        let Some(paging) = prepared.shape.page else {
            return Self::default();
        };
        let of_enterprise = paging.form == PageForm::Enterprise;
        let unpaged = whole || of_enterprise && params.raw("no_page").is_some();
        let known = prepared.columns();
        let is_known = |order: &Order| known.iter().any(|column| column.name == order.column);
        // What is no column orders nothing, as clients have always had it.
        let order = orders(params, "ordering").filter(is_known);
        Self {
            order: if of_enterprise { order.collect() } else { Vec::new() },
            paging: (!unpaged).then_some(PageSizes {
                default: paging.size,
                max: paging.max,
            }),
            ..Self::default()
        }
    }

    /// What the parameters `filter`, `sort`, `page`, `page_size` and `fields` ask of any query.
    ///
    /// # Errors
    /// [`ApiError::Unfit`] for a filter of another form.
    pub fn asked(prepared: &Prepared, params: &Params) -> Result<Self, ApiError> {
        let filters: Result<Vec<Filter>, ApiError> = params.all("filter").iter().map(|text| filter(text)).collect();
        let declared = prepared.shape.page.map(|paging| PageSizes {
            default: paging.size,
            max: paging.max,
        });
        let is_paged = params.text("page").is_some() || params.text("page_size").is_some();
        let wanted = is_paged.then_some(PageSizes {
            default: PAGE_SIZE,
            max: MAX_PAGE_SIZE,
        });
        Ok(Self {
            filters: filters?,
            order: orders(params, "sort").collect(),
            paging: declared.or(wanted),
            fields: true,
        })
    }

    /// Whether rows stay as many as they are and in their order.
    pub fn is_plain(&self) -> bool {
        self.filters.is_empty() && self.order.is_empty()
    }

    /// How long pages are, if pages are wanted.
    pub fn paging(&self) -> Option<PageSizes> {
        self.paging
    }

    /// Whether clients may choose columns of any query with `fields`.
    pub fn chooses_fields(&self) -> bool {
        self.fields
    }

    /// Keeps the rows that pass, in the order asked for.
    ///
    /// # Errors
    /// [`ApiError::Unfit`] for columns that are not there and values that their columns cannot have.
    pub fn apply(&self, table: &mut Table, describe: impl Fn(&str) -> AnswerColumn) -> Result<(), ApiError> {
        if self.is_plain() {
            return Ok(());
        }
        let columns = table.columns.clone();
        let filters: Result<Vec<(Place, &Filter)>, ApiError> = self
            .filters
            .iter()
            .map(|filter| {
                filter.check(&describe(&filter.column))?;
                Ok((Place::find(&columns, &filter.column)?, filter))
            })
            .collect();
        let filters = filters?;
        let orders: Result<Vec<(Place, bool)>, ApiError> = self
            .order
            .iter()
            .map(|order| Ok((Place::find(&columns, &order.column)?, order.descending)))
            .collect();
        let orders = orders?;
        table
            .rows
            .retain(|row| filters.iter().all(|(place, filter)| filter.passes(place.of(row))));
        table.rows.sort_by(|left, right| {
            let order_by = |(place, descending): &(Place, bool)| {
                let order = place.of(left).order(place.of(right));
                if *descending { order.reverse() } else { order }
            };
            orders
                .iter()
                .map(order_by)
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        Ok(())
    }
}

/// Where a value stands in a row: a column, or a field of an object in one.
struct Place<'a> {
    column: usize,
    key: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn find(columns: &[String], name: &'a str) -> Result<Self, ApiError> {
        let at = |name: &str| columns.iter().position(|column| column == name);
        let (outer, key) = match name.split_once('.') {
            Some((outer, key)) if at(name).is_none() => (outer, Some(key)),
            _ => (name, None),
        };
        let unknown = || ApiError::Unfit(format!("there is no column {name}; there are: {}", columns.join(", ")));
        // Before the first run there are no rows and no columns: whatever is asked of them, nothing is left.
        match at(outer) {
            Some(column) => Ok(Self { column, key }),
            None if columns.is_empty() => Ok(Self { column: 0, key }),
            None => Err(unknown()),
        }
    }

    fn of<'r>(&self, row: &'r [Cell]) -> &'r Cell {
        let cell = row.get(self.column).unwrap_or(&Cell::Absent);
        match (self.key, cell) {
            (None, cell) => cell,
            (Some(key), Cell::Object(fields)) => fields
                .iter()
                .find(|(name, _)| name == key)
                .map_or(&Cell::Absent, |(_, cell)| cell),
            (Some(_), _) => &Cell::Absent,
        }
    }
}

impl Filter {
    /// Refuses a value that no cell of the column can be compared with.
    fn check(&self, column: &AnswerColumn) -> Result<(), ApiError> {
        use olivine_report::manifest::ColumnType;
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        let is_time = |text: &str| date::parse(text).is_some();
        let is_flag = |text: &str| matches!(text, "true" | "false");
        let kind = match (self.test, column.kind) {
            (Test::Null, _) => Some("true or false"),
            (Test::Contains, _) => None,
            (_, Some(ColumnType::Integer | ColumnType::Float)) => Some("a number"),
            (_, Some(ColumnType::Date | ColumnType::Datetime)) => Some("a day or time"),
            (_, Some(ColumnType::Boolean)) => Some("true or false"),
            _ => None,
        };
        let fits = |text: &str| match kind {
            Some("a number") => is_number(text),
            Some("a day or time") => is_time(text),
            Some(_) => is_flag(text),
            None => true,
        };
        let values = match self.test {
            Test::OneOf => self.value.split('|').collect(),
            _ => vec![self.value.as_str()],
        };
        match values.into_iter().find(|value| !fits(value)) {
            Some(value) => Err(ApiError::Unfit(format!(
                "filter on {}: '{value}' is not {}",
                self.column,
                kind.unwrap_or_default()
            ))),
            None => Ok(()),
        }
    }

    fn passes(&self, cell: &Cell) -> bool {
        if self.test == Test::Null {
            return cell.is_missing() == (self.value == "true");
        }
        if cell.is_missing() {
            return self.test == Test::Unequal;
        }
        let against = |text: &str| compare(cell, text);
        match self.test {
            Test::Equal => against(&self.value) == Some(Ordering::Equal),
            Test::Unequal => against(&self.value) != Some(Ordering::Equal),
            Test::Less => against(&self.value) == Some(Ordering::Less),
            Test::AtMost => against(&self.value).is_some_and(Ordering::is_le),
            Test::Greater => against(&self.value) == Some(Ordering::Greater),
            Test::AtLeast => against(&self.value).is_some_and(Ordering::is_ge),
            Test::OneOf => self.value.split('|').any(|text| against(text) == Some(Ordering::Equal)),
            Test::Contains => contains(cell, &self.value),
            Test::Null => false,
        }
    }
}

/// Compares a value with a text that means a value of its kind; none where it means none.
fn compare(cell: &Cell, text: &str) -> Option<Ordering> {
    let whole = text.parse().map(Cell::Int).ok();
    let number = || whole.clone().or_else(|| text.parse().map(Cell::Float).ok());
    let other = match cell {
        Cell::Int(_) | Cell::Float(_) => number()?,
        Cell::Bool(flag) => return Some(flag.cmp(&text.parse().ok()?)),
        Cell::Date(_) => Cell::Date(date::parse(text)?.date()),
        Cell::Datetime(_) => Cell::Datetime(date::parse(text)?),
        Cell::Text(_) => Cell::Text(text.to_owned()),
        _ => return None,
    };
    Some(cell.order(&other))
}

/// Whether a text, whatever its case, or an item of a list holds another.
fn contains(cell: &Cell, text: &str) -> bool {
    match cell {
        Cell::Text(own) => own.to_lowercase().contains(&text.to_lowercase()),
        Cell::List(items) => items.iter().any(|item| compare(item, text) == Some(Ordering::Equal)),
        _ => false,
    }
}

/// Reads `column:test:value`.
fn filter(text: &str) -> Result<Filter, ApiError> {
    let mut parts = text.splitn(3, ':');
    let parsed = (parts.next(), parts.next(), parts.next());
    if let (Some(column), Some(test), Some(value)) = parsed
        && let Some((_, test)) = TESTS.iter().find(|(name, _)| *name == test)
    {
        return Ok(Filter {
            column: column.to_owned(),
            test: *test,
            value: value.to_owned(),
        });
    }
    let tests = TESTS.map(|(name, _)| name).join(", ");
    Err(ApiError::Unfit(format!(
        "filter '{text}' is not of the form column:test:value; tests are {tests}"
    )))
}

fn orders<'a>(params: &'a Params, name: &str) -> impl Iterator<Item = Order> + 'a {
    params
        .list(name)
        .into_iter()
        .map(|column| match column.strip_prefix('-') {
            Some(column) => (column, true),
            None => (column, false),
        })
        .map(|(column, descending)| Order {
            column: column.to_owned(),
            descending,
        })
}

#[cfg(test)]
mod tests {
    use olivine_report::manifest::ColumnType;

    use super::*;
    use crate::query::params::Reader;

    fn table() -> Table {
        let row = |date: &str, count: Cell, mode: &str| {
            vec![
                Cell::Date(date.parse().unwrap()),
                count,
                Cell::Object(vec![("mode".into(), Cell::Text(mode.into()))]),
            ]
        };
        Table {
            columns: ["date", "count", "track"].map(String::from).to_vec(),
            rows: vec![
                row("2031-03-01", Cell::Int(9), "audit"),
                row("2031-03-02", Cell::Null, "Honor"),
                row("2031-03-03", Cell::Int(10), "audit"),
            ],
        }
    }

    fn describe(name: &str) -> AnswerColumn {
        let kind = match name {
            "date" => Some(ColumnType::Date),
            "count" => Some(ColumnType::Integer),
            _ => None,
        };
        AnswerColumn {
            name: name.to_owned(),
            kind,
            doc: String::new(),
            unit: None,
            iso8601: false,
        }
    }

    /// Days of the month of what is left, or why nothing is.
    fn left(filters: &[&str], sort: &str) -> Result<String, String> {
        let params = Params::new(Reader::unlimited()).with("sort", sort);
        let listing = Listing {
            filters: filters.iter().map(|text| filter(text).unwrap()).collect(),
            order: orders(&params, "sort").collect(),
            ..Listing::default()
        };
        let mut table = table();
        listing.apply(&mut table, describe).map_err(|error| error.to_string())?;
        let day = |row: &Vec<Cell>| row[0].as_date().unwrap().to_string()[9..].to_owned();
        Ok(table.rows.iter().map(day).collect())
    }

    #[test]
    fn rows_are_filtered_by_value_not_by_text() {
        for (filters, expected) in [
            (vec!["count:gt:9"], "3"),
            (vec!["count:ge:9.0"], "13"),
            (vec!["count:ne:9"], "23"),
            (vec!["count:null:true"], "2"),
            (vec!["count:null:false", "date:lt:2031-3-3"], "1"),
            (vec!["date:in:2031-03-01|2031-03-02"], "12"),
            (vec!["track.mode:contains:HON"], "2"),
            (vec!["track.mode:eq:audit", "count:le:9"], "1"),
        ] {
            assert_eq!(left(&filters, ""), Ok(expected.to_owned()), "{filters:?}");
        }
    }

    #[test]
    fn rows_are_ordered_and_equal_ones_keep_their_order() {
        assert_eq!(left(&[], "count"), Ok("213".into()));
        assert_eq!(left(&[], "-count"), Ok("312".into()));
        assert_eq!(left(&[], "track.mode,-date"), Ok("231".into()));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for text in ["count", "count:gt", "count:like:x"] {
            assert!(filter(text).is_err(), "{text}");
        }
        for filter in ["count:gt:many", "date:eq:soon", "count:null:maybe", "nothing:eq:1"] {
            assert!(left(&[filter], "").is_err(), "{filter}");
        }
        assert!(left(&[], "nothing").is_err());
    }
}

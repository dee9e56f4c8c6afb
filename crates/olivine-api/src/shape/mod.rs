//! How the rows of a query become what clients expect: the `shape` of a query in a manifest.
//!
//! A shape is a chain of optional steps, always in this order: `fold` (several rows become one, with a `pivot` of
//! values into columns), `fields` (which columns, in which order), `nest` (dotted names become objects), `single` (one
//! object instead of a list).

mod fold;
mod nest;
mod paging;
mod pivot;
mod written;

use serde::Deserialize;

pub use fold::Fold;
pub use paging::{PageForm, PagedCsv, Paging};
pub use pivot::{AbsentValue, Pivot, Repeated};

use crate::query::cell::Cell;
use crate::query::table::Table;

/// The declared shape of a query.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shape {
    /// Another query of the report, whose rows look the same: its `fields`, `nest`, `whole`, `money`, `uuid`, `iso8601` and `extra` hold
    /// here, too.
    pub like: Option<String>,
    /// Makes one row of all rows that agree in some columns.
    pub fold: Option<Fold>,
    /// With `fold`: makes columns of the values of a column.
    pub pivot: Option<Pivot>,
    /// Columns of the answer, in order; without it all that the SQL or the handler gives.
    pub fields: Vec<String>,
    /// Columns named `a.b` become key `b` of an object `a`.
    pub nest: bool,
    /// One object instead of a list.
    pub single: bool,
    /// Whether clients may choose columns with the parameters `fields` and `exclude` (`API 2.4`).
    pub choose: bool,
    /// Columns whose numbers are cut to whole ones, as clients have always had them (`API 2.2`).
    pub whole: Vec<String>,
    /// Columns whose numbers are texts with two decimals on the wire (`API 2.9`).
    pub money: Vec<String>,
    /// Columns whose 32 hexadecimal digits are served with dashes (`API 2.9`).
    pub uuid: Vec<String>,
    /// Columns whose times are ISO 8601 on the wire (`API 1.4`); `*` means all.
    pub iso8601: Vec<String>,
    /// Columns that are left out unless the parameter `extra_fields` names them (`API 2.9`).
    pub extra: Vec<String>,
    /// Answers page by page (`API 1.6`). Without it, clients of the data API always get the whole list.
    pub page: Option<Paging>,
    /// Whether the path also takes POST, as a read with the parameters in the body.
    pub post: bool,
    /// What clients of the data API get when there are no rows.
    pub empty: Empty,
}

/// What clients of the data API get when there are no rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    /// Status 404, as they have always had it.
    #[default]
    NotFound,
    /// Status 200 and an empty list.
    List,
    /// Status 404 and an empty object.
    Object,
}

impl Shape {
    /// Reads the `shape` table of a query.
    ///
    /// # Errors
    /// A sentence saying what is wrong with it.
    pub fn parse(declared: Option<&toml::Table>) -> Result<Self, String> {
        let shape: Self = match declared {
            None => return Ok(Self::default()),
            Some(table) => table
                .clone()
                .try_into()
                .map_err(|error: toml::de::Error| error.message().to_owned())?,
        };
        if shape.pivot.is_some() && shape.fold.is_none() {
            return Err("`pivot` needs a `fold` that says which rows belong together".into());
        }
        if let Some(pivot) = &shape.pivot {
            pivot.check()?;
        }
        Ok(shape)
    }

    /// Takes from another shape what rows look like.
    ///
    /// # Errors
    /// A sentence where that one takes it from a third, or this one says it itself.
    pub fn with_rows_of(self, other: Self) -> Result<Self, String> {
        if other.like.is_some() {
            return Err("`like` names a query that says itself what its rows look like".into());
        }
        let says_itself = self.nest
            || [
                &self.fields,
                &self.whole,
                &self.money,
                &self.uuid,
                &self.iso8601,
                &self.extra,
            ]
            .iter()
            .any(|names| !names.is_empty());
        if says_itself {
            return Err("`like` stands in place of what the rows look like, not beside it".into());
        }
        Ok(Self {
            fields: other.fields,
            nest: other.nest,
            whole: other.whole,
            money: other.money,
            uuid: other.uuid,
            iso8601: other.iso8601,
            extra: other.extra,
            ..self
        })
    }

    /// Applies the steps to rows.
    pub fn apply(&self, table: Table) -> Table {
        let folded = match &self.fold {
            Some(fold) => fold.apply(table, self.pivot.as_ref()),
            None => table,
        };
        let selected = if self.fields.is_empty() {
            folded
        } else {
            folded.select(&self.fields)
        };
        let selected = written::apply(whole(selected, &self.whole), self);
        if self.nest { nest::apply(selected) } else { selected }
    }

    /// Whether the times of a column are ISO 8601 on the wire.
    pub fn is_iso8601(&self, column: &str) -> bool {
        self.iso8601.iter().any(|known| known == column || known == "*")
    }

    /// Names of the answer's columns, as far as they are known without asking the store.
    pub fn field_names(&self) -> Vec<String> {
        let flat = match (&self.fold, self.fields.is_empty()) {
            (_, false) => self.fields.clone(),
            (Some(fold), true) => fold.field_names(self.pivot.as_ref()),
            (None, true) => Vec::new(),
        };
        if self.nest { nest::outer_names(&flat) } else { flat }
    }
}

/// Cuts the numbers of some columns to whole ones, towards zero.
fn whole(mut table: Table, columns: &[String]) -> Table {
    let places: Vec<usize> = columns.iter().filter_map(|column| table.position(column)).collect();
    for row in &mut table.rows {
        for place in &places {
            if let Cell::Float(number) = row[*place] {
                // A cast stops at the greatest whole number.
                row[*place] = Cell::Int(number as i64);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Shape, String> {
        Shape::parse(Some(&text.parse().unwrap()))
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn unknown_steps_and_lonely_pivots_are_refused() {
        assert!(parse("fodl = {}").unwrap_err().contains("fodl"));
        assert!(
            parse("pivot = { column = 'mode', cell = 'count', into = { a = 'a' } }")
                .unwrap_err()
                .contains("fold")
        );
        let clash = "fold = { by = ['d'] }\npivot = { column = 'mode', cell = 'count', into = { a = 'x', b = ['x'] } }";
        assert!(parse(clash).unwrap_err().contains("`x`"));
        assert!(parse("fold = { by = ['d'] }\npivot = { column = 'mode', cell = 'count', into = { a = 1 } }").is_err());
    }

    #[test]
    fn rows_look_like_those_of_another_query() {
        let list = parse("fields = ['a', 'b']\nuuid = ['a']\niso8601 = ['*']\nempty = 'list'").unwrap();
        let one = parse("like = 'list'\nsingle = true").unwrap();
        let one = one.with_rows_of(list.clone()).unwrap();
        assert_eq!(
            (&one.fields, &one.uuid, &one.iso8601),
            (&list.fields, &list.uuid, &list.iso8601)
        );
        assert!(one.single && one.empty == Empty::NotFound);
        let both = parse("like = 'list'\nfields = ['a']").unwrap();
        assert!(both.with_rows_of(list).is_err());
        let third = parse("like = 'one'").unwrap();
        assert!(parse("like = 'two'").unwrap().with_rows_of(third).is_err());
    }

    #[test]
    fn numbers_are_cut_to_whole_ones() {
        let table = Table {
            columns: ["grade", "share"].map(String::from).to_vec(),
            rows: [1.9, -0.5, 1e300]
                .map(|number| vec![Cell::Float(number), Cell::Float(number)])
                .to_vec(),
        };
        let cut = parse("whole = ['grade', 'nothing']").unwrap().apply(table);
        let found: Vec<&Cell> = cut.rows.iter().map(|row| &row[0]).collect();
        assert_eq!(found, [&Cell::Int(1), &Cell::Int(0), &Cell::Int(i64::MAX)]);
        assert_eq!(cut.rows[0][1], Cell::Float(1.9));
    }

    #[test]
    fn rows_are_folded_pivoted_and_ordered() {
        let shape = parse(
            "fields = ['date', 'count', 'audit', 'professional', 'created']
             fold = { by = ['date'], sum = ['count'], max = ['created'] }
             [pivot]
             column = 'mode'
             cell = 'count'
             into = { audit = 'audit', professional = ['professional', 'no-id-professional'] }",
        )
        .unwrap();
        let row =
            |date: &str, mode: &str, count: Cell, created: i64| vec![text(date), text(mode), count, Cell::Int(created)];
        let table = Table {
            columns: ["date", "mode", "count", "created"].map(String::from).to_vec(),
            rows: vec![
                row("d1", "no-id-professional", Cell::Int(2), 5),
                row("d2", "audit", Cell::Null, 1),
                row("d1", "professional", Cell::Int(3), 4),
                row("d1", "other", Cell::Int(10), 3),
            ],
        };
        let answer = shape.apply(table);
        assert_eq!(answer.columns, shape.field_names());
        assert_eq!(
            answer.rows,
            [
                vec![text("d1"), Cell::Int(15), Cell::Int(0), Cell::Int(5), Cell::Int(5)],
                vec![text("d2"), Cell::Int(0), Cell::Int(0), Cell::Int(0), Cell::Int(1)],
            ]
        );
    }

    #[test]
    fn a_pivot_can_leave_out_and_take_the_last() {
        let shape = parse(
            "fold = { by = ['week'] }
             pivot = { column = 'label', cell = 'count', ignore_case = true, absent = 'omit', repeated = 'last', into = { any = 'ACTIVE', posted_forum = 'POSTED_FORUM' } }",
        )
        .unwrap();
        let table = Table {
            columns: ["week", "label", "count"].map(String::from).to_vec(),
            rows: vec![
                vec![text("w"), text("ACTIVE"), Cell::Int(5)],
                vec![text("w"), text("active"), Cell::Int(7)],
                vec![text("w"), Cell::Null, Cell::Int(7)],
            ],
        };
        let answer = shape.apply(table);
        assert_eq!(answer.columns, ["week", "any", "posted_forum"]);
        assert_eq!(answer.rows, [vec![text("w"), Cell::Int(7), Cell::Absent]]);
    }

    #[test]
    fn what_is_in_no_column_can_have_its_own() {
        let shape = parse(
            "fold = { by = ['d'], list = { modes = 'g' }, first = ['a'], last = ['b'] }
             pivot = { column = 'g', cell = 'n', other = 'unknown', into = { female = 'f' } }",
        )
        .unwrap();
        let table = Table {
            columns: ["d", "g", "n", "a", "b"].map(String::from).to_vec(),
            rows: vec![
                vec![text("d"), Cell::Null, Cell::Int(2), Cell::Int(1), Cell::Int(2)],
                vec![text("d"), text("x"), Cell::Int(3), Cell::Int(3), Cell::Int(4)],
            ],
        };
        let answer = shape.apply(table);
        assert_eq!(answer.columns, ["d", "a", "b", "modes", "female", "unknown"]);
        let modes = Cell::List(vec![Cell::Null, text("x")]);
        assert_eq!(
            answer.rows,
            [vec![
                text("d"),
                Cell::Int(1),
                Cell::Int(4),
                modes,
                Cell::Int(0),
                Cell::Int(5)
            ]]
        );
    }

    #[test]
    fn dotted_names_become_objects() {
        let shape = parse("nest = true").unwrap();
        let table = Table {
            columns: ["id", "tags.a", "x", "tags.b"].map(String::from).to_vec(),
            rows: vec![vec![Cell::Int(1), Cell::Int(2), Cell::Int(3), Cell::Null]],
        };
        let answer = shape.apply(table);
        assert_eq!(answer.columns, ["id", "tags", "x"]);
        let tags = Cell::Object(vec![("a".into(), Cell::Int(2)), ("b".into(), Cell::Null)]);
        assert_eq!(answer.rows, [vec![Cell::Int(1), tags, Cell::Int(3)]]);
    }
}

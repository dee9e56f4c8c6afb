//! The statements that make a result table (`EN S12` rule 1): `id`, the declared columns, `created`; indexes, none unique.

use std::collections::BTreeSet;

use olivine_report::manifest::{ColumnType, Table};

use crate::error::StoreError;
use crate::name::{check_column, check_table, quoted};

/// MySQL's limit on the bytes of an index entry; a character takes up to four.
const MYSQL_INDEX_BYTES: usize = 3072;
/// Bytes of an index entry for a column that is not text, at most, with its null mark.
const FIXED_BYTES: usize = 10;
/// The longest text a MySQL `varchar` takes with four-byte characters in one row with others.
const MYSQL_LONGEST_VARCHAR: u32 = 4096;

/// MySQL's limit on the bytes of a row is 65,535, by what its columns may take, not by what is in them; long texts take little of it.
const MYSQL_ROW_BYTES: usize = 60_000;
/// Bytes of a row that a column of MySQL takes at most that is no `varchar`, long texts included.
const SHORT_BYTES: usize = 12;

/// Columns of a key that its index takes: what tells rows apart beyond them would make the index as large as the table, and nobody
/// looks rows up by it.
const INDEXED_KEY_COLUMNS: usize = 3;

/// Checks a declaration: names, a column at least, keys and indexes over columns that exist.
pub(crate) fn check(name: &str, table: &Table) -> Result<(), StoreError> {
    check_table(name)?;
    if table.columns.is_empty() {
        return Err(StoreError::Publish {
            table: name.to_owned(),
            reason: "it declares no columns",
        });
    }
    for (column, _) in table.columns.iter() {
        check_column(name, column)?;
    }
    for column in table.key.iter().chain(table.indexes.iter().flatten()) {
        if table.columns.get(column).is_none() {
            return Err(StoreError::Name {
                table: name.to_owned(),
                name: column.clone(),
                reason: "key or index over a column that is not declared",
            });
        }
    }
    Ok(())
}

/// `CREATE TABLE` under a physical name; `collation` is given for MySQL.
pub(crate) fn create(physical: &str, table: &Table, collation: Option<&str>) -> String {
    let mysql = collation.is_some();
    let mut columns = vec![format!(
        "{} {}",
        quoted("id"),
        if mysql {
            "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY"
        } else {
            "integer NOT NULL PRIMARY KEY"
        }
    )];
    let kept_long = long_texts(table);
    for (name, column) in table.columns.iter() {
        let null = if column.nullable { "NULL" } else { "NOT NULL" };
        let kind = match column.kind {
            ColumnType::String(_) if mysql && kept_long.contains(name) => ColumnType::Text,
            kind => kind,
        };
        columns.push(format!("{} {} {null}", quoted(name), column_type(kind, mysql)));
    }
    columns.push(format!(
        "{} {} NOT NULL DEFAULT CURRENT_TIMESTAMP",
        quoted("created"),
        if mysql { "timestamp" } else { "datetime" }
    ));
    let options = collation.map_or_else(String::new, table_options);
    format!(
        "CREATE TABLE {} (\n  {}\n){options}",
        quoted(physical),
        columns.join(",\n  ")
    )
}

/// Engine, character set and collation of a table on MySQL. Rows grow with the texts in them, whatever the server's default.
pub(crate) fn table_options(collation: &str) -> String {
    format!(" ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE {collation}")
}

/// The type of a column on either store.
pub(crate) fn column_type(kind: ColumnType, mysql: bool) -> String {
    match kind {
        ColumnType::String(length) if !mysql || length <= MYSQL_LONGEST_VARCHAR => format!("varchar({length})"),
        ColumnType::String(_) | ColumnType::Text if mysql => "longtext".to_owned(),
        ColumnType::String(_) | ColumnType::Text => "text".to_owned(),
        ColumnType::Integer => "bigint".to_owned(),
        ColumnType::Float => "double".to_owned(),
        ColumnType::Boolean => if mysql { "tinyint(1)" } else { "boolean" }.to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Datetime => "datetime".to_owned(),
    }
}

/// The columns that MySQL has to keep as long texts although each alone would fit as a `varchar`: the longest, so many that a row of
/// all columns fits.
fn long_texts(table: &Table) -> BTreeSet<&str> {
    let length = |kind: ColumnType| match kind {
        ColumnType::String(length) if length <= MYSQL_LONGEST_VARCHAR => Some(length as usize),
        _ => None,
    };
    let mut varchars: Vec<(usize, &str)> = table
        .columns
        .iter()
        .filter_map(|(name, column)| Some((length(column.kind)?, name)))
        .collect();
    varchars.sort_unstable();
    let others = table.columns.iter().count() - varchars.len();
    let mut bytes = others * SHORT_BYTES + varchars.iter().map(|(length, _)| varchar_bytes(*length)).sum::<usize>();
    let mut long = BTreeSet::new();
    while bytes > MYSQL_ROW_BYTES
        && let Some((length, name)) = varchars.pop()
    {
        bytes -= varchar_bytes(length).saturating_sub(SHORT_BYTES);
        long.insert(name);
    }
    long
}

/// Bytes of a row that a `varchar` of so many characters takes: four for each, and two for its length.
fn varchar_bytes(length: usize) -> usize {
    length * 4 + 2
}

/// The statements that add the indexes, run when the rows are in. Index names are unique in a SQLite file, so they
/// carry the token of the publish.
pub(crate) fn indexes(physical: &str, token: &str, table: &Table, mysql: bool) -> Vec<String> {
    let mut wanted: Vec<&[String]> = Vec::new();
    let key = &table.key[..table.key.len().min(INDEXED_KEY_COLUMNS)];
    for columns in std::iter::once(key).chain(table.indexes.iter().map(Vec::as_slice)) {
        // An index that begins with the same columns serves as well.
        if !columns.is_empty() && !wanted.iter().any(|known| known.starts_with(columns)) {
            wanted.push(columns);
        }
    }
    let parts = |columns: &[String]| {
        let lengths = prefix_lengths(columns, table);
        let parts: Vec<String> = columns
            .iter()
            .zip(lengths)
            .map(|(column, length)| match length.filter(|_| mysql) {
                Some(length) => format!("{}({length})", quoted(column)),
                None => quoted(column),
            })
            .collect();
        parts.join(", ")
    };
    if mysql {
        let adds: Vec<String> = wanted
            .iter()
            .enumerate()
            .map(|(number, columns)| format!("ADD INDEX {} ({})", quoted(&format!("ix_{number}")), parts(columns)))
            .collect();
        if adds.is_empty() {
            Vec::new()
        } else {
            vec![format!("ALTER TABLE {} {}", quoted(physical), adds.join(", "))]
        }
    } else {
        wanted
            .iter()
            .enumerate()
            .map(|(number, columns)| {
                let index = quoted(&format!("ix_{physical}_{token}_{number}"));
                format!("CREATE INDEX {index} ON {} ({})", quoted(physical), parts(columns))
            })
            .collect()
    }
}

/// For MySQL, how many characters of each text column an index takes so that all fit: none where the whole column fits.
fn prefix_lengths(columns: &[String], table: &Table) -> Vec<Option<usize>> {
    let kept_long = long_texts(table);
    let kind = |name: &String| match table.columns.get(name)?.kind {
        _ if kept_long.contains(name.as_str()) => Some(ColumnType::Text),
        kind => Some(kind),
    };
    let kinds: Vec<ColumnType> = columns.iter().filter_map(kind).collect();
    let length_of = |kind: &ColumnType| match kind {
        ColumnType::String(length) => Some(*length as usize),
        ColumnType::Text => Some(usize::MAX),
        _ => None,
    };
    let fixed = kinds.iter().filter(|kind| length_of(kind).is_none()).count() * FIXED_BYTES;
    let mut room = MYSQL_INDEX_BYTES.saturating_sub(fixed) / 4;
    // Short columns first take what they need; the long ones share the rest.
    let mut order: Vec<usize> = (0..kinds.len())
        .filter(|place| length_of(&kinds[*place]).is_some())
        .collect();
    order.sort_by_key(|place| length_of(&kinds[*place]));
    let mut lengths = vec![None; kinds.len()];
    for (done, place) in order.iter().enumerate() {
        // One character less for length bytes and null mark.
        let share = (room / (order.len() - done)).saturating_sub(1).max(1);
        let length = length_of(&kinds[*place]).unwrap_or(0);
        let taken = length.min(share);
        let whole = taken == length && length <= MYSQL_LONGEST_VARCHAR as usize;
        lengths[*place] = (!whole).then_some(taken);
        room = room.saturating_sub(taken + 1);
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use olivine_report::columns::Column;

    fn table(columns: &[(&str, ColumnType)], key: &[&str]) -> Table {
        let column = |kind| Column {
            kind,
            nullable: false,
            doc: String::new(),
            unit: None,
            audience: Default::default(),
        };
        Table {
            doc: String::new(),
            key: key.iter().map(|name| (*name).to_owned()).collect(),
            audience: None,
            across_courses: false,
            indexes: vec![vec![columns[0].0.to_owned()]],
            columns: columns
                .iter()
                .map(|(name, kind)| ((*name).to_owned(), column(*kind)))
                .collect(),
        }
    }

    #[test]
    fn an_index_too_long_for_mysql_takes_beginnings() {
        let four = [
            ("a", ColumnType::String(255)),
            ("b", ColumnType::String(255)),
            ("c", ColumnType::String(255)),
            ("d", ColumnType::String(255)),
        ];
        let table = table(&four, &["a", "b", "c", "d"]);
        let lengths = prefix_lengths(&table.key, &table);
        let bytes: usize = lengths.iter().map(|length| length.unwrap_or(255) * 4 + 3).sum();
        assert!(
            bytes <= MYSQL_INDEX_BYTES && lengths.iter().all(Option::is_some),
            "{lengths:?}"
        );
        assert_eq!(prefix_lengths(&table.key[..2], &table), [None, None]);
        // The declared index over `a` begins the key: one index is enough, and not over all of the key.
        let indexes = indexes("t", "x", &table, false);
        assert_eq!(indexes, [r#"CREATE INDEX "ix_t_x_0" ON "t" ("a", "b", "c")"#]);
    }

    #[test]
    fn a_row_too_long_for_mysql_keeps_its_longest_texts_elsewhere() {
        let columns = [
            ("a", ColumnType::String(4000)),
            ("b", ColumnType::String(4096)),
            ("c", ColumnType::String(255)),
            ("d", ColumnType::String(4096)),
            ("e", ColumnType::String(4096)),
            ("n", ColumnType::Integer),
        ];
        let table = table(&columns, &["e", "c"]);
        let long = long_texts(&table);
        assert_eq!(long, BTreeSet::from(["e"]));
        let sql = create("t", &table, Some("utf8mb4_bin"));
        assert!(
            sql.contains("\"e\" longtext NOT NULL") && sql.contains("\"d\" varchar(4096) NOT NULL"),
            "{sql}"
        );
        assert!(!create("t", &table, None).contains("longtext"));
        let lengths = prefix_lengths(&table.key, &table);
        assert!(
            lengths[0].is_some_and(|length| length < 600) && lengths[1].is_none(),
            "{lengths:?}"
        );
    }

    #[test]
    fn own_columns_stand_around_the_declared_ones() {
        let sql = create("t__new_x", &table(&[("n", ColumnType::Integer)], &["n"]), None);
        let id = sql.find("\"id\"").unwrap();
        assert!(id < sql.find("\"n\"").unwrap() && sql.find("\"n\"").unwrap() < sql.find("\"created\"").unwrap());
        assert!(check("t", &table(&[("n", ColumnType::Integer)], &["m"])).is_err());
    }
}

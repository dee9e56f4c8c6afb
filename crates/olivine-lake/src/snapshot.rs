//! What a table holds at one version: its files, and fingerprints of their rows.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use arrow::datatypes::{FieldRef, Fields, Schema, SchemaRef};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table at one version.
#[derive(Debug, Clone)]
pub struct TableSnapshot {
    /// The version of the table's log.
    pub version: i64,
    /// All columns, the partition column last.
    pub schema: SchemaRef,
    /// The column that is in the folder names and not in the files.
    pub partition_column: Option<String>,
    /// The data files, by path.
    pub files: Vec<DataFile>,
}

/// One data file of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// Its path from the root of the lake, for example `events/date=2024-05-01/part-….parquet`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Rows.
    pub rows: u64,
    /// The value of the partition column.
    pub partition: Option<NaiveDate>,
    /// The order-independent sum of the identities of its rows: of the event ids and of the versions of the parser that read them for
    /// `events`, of a hash of the row for other tables.
    pub content: u128,
    /// For facts: the fingerprint of what the day was computed from.
    pub source: Option<Fingerprint>,
}

/// Stands for a set of rows: how many, and the wrapping sum of their identities. Two sets of rows with the same
/// fingerprint are the same; it does not depend on files, commits, order or compaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint {
    /// Number of rows.
    pub rows: u64,
    /// Wrapping sum of the identities.
    pub content: u128,
}

impl Fingerprint {
    /// The fingerprint of both sets of rows together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows.wrapping_add(other.rows),
            content: self.content.wrapping_add(other.content),
        }
    }

    /// A fingerprint of any bytes, for what a day's facts depend on beside rows (a statement, a version).
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self {
            rows: 0,
            content: xxhash_rust::xxh3::xxh3_128(bytes),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:032x}", self.rows, self.content)
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('-').and_then(|(rows, content)| {
            Some(Self {
                rows: rows.parse().ok()?,
                content: u128::from_str_radix(content, 16).ok()?,
            })
        });
        parsed.ok_or_else(|| format!("{text} is not a fingerprint"))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl TableSnapshot {
    /// The fingerprint of each date, a pure function of the rows of that date.
    pub fn fingerprint_by_date(&self) -> BTreeMap<NaiveDate, Fingerprint> {
        let mut dates: BTreeMap<NaiveDate, Fingerprint> = BTreeMap::new();
        for file in &self.files {
            if let Some(date) = file.partition {
                let known = dates.entry(date).or_default();
                *known = known.and(file.fingerprint());
            }
        }
        dates
    }

    /// The fingerprint of the whole table: the dates count, so that the same rows under another date differ.
    pub fn fingerprint(&self) -> Fingerprint {
        let undated = self
            .files
            .iter()
            .filter(|file| file.partition.is_none())
            .map(DataFile::fingerprint);
        let dated = self.fingerprint_by_date().into_iter().map(|(date, sum)| {
            let text = format!("{date} {sum}");
            Fingerprint {
                rows: sum.rows,
                content: xxhash_rust::xxh3::xxh3_128(text.as_bytes()),
            }
        });
        undated.chain(dated).fold(Fingerprint::default(), Fingerprint::and)
    }

    /// The same table with only the files of the dates that a predicate accepts.
    #[must_use]
    pub fn restricted_to(&self, accept: impl Fn(NaiveDate) -> bool) -> Self {
        let files = self
            .files
            .iter()
            .filter(|file| file.partition.is_none_or(&accept))
            .cloned()
            .collect();
        Self { files, ..self.clone() }
    }

    /// The same table with columns that are newer than its last import; they are null in all rows.
    #[must_use]
    pub fn with_columns_of(&self, declared: &Schema) -> Self {
        let known = self.schema.fields();
        let is_partition = |field: &&FieldRef| Some(field.name()) == self.partition_column.as_ref();
        let new = declared
            .fields()
            .iter()
            .filter(|field| self.schema.column_with_name(field.name()).is_none());
        let own = known.iter().filter(|field| !is_partition(field));
        // The partition column stays the last one.
        let fields = own.chain(new).chain(known.iter().filter(is_partition)).cloned();
        Self {
            schema: Arc::new(Schema::new(fields.collect::<Fields>())),
            ..self.clone()
        }
    }

    /// Rows of all files.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

impl DataFile {
    /// The fingerprint of the rows of this file.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            rows: self.rows,
            content: self.content,
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::{DataType, Field};

    use super::*;

    #[test]
    fn columns_that_are_newer_come_before_the_partition() {
        let field = |name: &str| Field::new(name, DataType::Utf8, true);
        let snapshot = TableSnapshot {
            version: 1,
            schema: Arc::new(Schema::new(vec![field("id"), field("name"), field("day")])),
            partition_column: Some("day".to_owned()),
            files: Vec::new(),
        };
        let declared = Schema::new(vec![field("name"), field("due"), field("id")]);
        let wider = snapshot.with_columns_of(&declared);
        let names: Vec<&str> = wider
            .schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        assert_eq!(names, ["id", "name", "due", "day"]);
        let same = snapshot.with_columns_of(&Schema::empty());
        assert_eq!(same.schema, snapshot.schema);
    }

    #[test]
    fn a_fingerprint_reads_back() {
        let print = Fingerprint {
            rows: 12,
            content: u128::MAX - 5,
        };
        assert_eq!(print.to_string().parse(), Ok(print));
        assert!("12".parse::<Fingerprint>().is_err());
    }
}

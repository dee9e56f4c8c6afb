//! Columns of a table in the order they were declared, and the text form of their types.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::manifest::{Audience, ColumnType};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its type: `string(N)`, `text`, `integer`, `float`, `boolean`, `date`, `datetime`.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Whether it may be null.
    #[serde(default)]
    pub nullable: bool,
    /// Meaning.
    #[serde(default)]
    pub doc: String,
    /// Unit, for example `people`, `tries`. Pages show numbers of some units in a form of their own: `percent` with a percent sign,
    /// `share` (a part of one) as a percentage, `seconds` as minutes and seconds, with hours from one on, `id` (a number that names
    /// something) by its digits alone.
    #[serde(default)]
    pub unit: Option<String>,
    /// `people`: its values tell who a person is. A task may count them and compare them, but only a column that says the same
    /// takes them over.
    #[serde(default, skip_serializing_if = "Audience::is_aggregate")]
    pub audience: Audience,
}

/// Columns by name, in declared order, which is the order in the result table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<(String, Column)>);

impl Columns {
    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.0.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// The column of that name.
    pub fn get(&self, name: &str) -> Option<&Column> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, column)| column)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Column)> for Columns {
    fn from_iter<I: IntoIterator<Item = (String, Column)>>(columns: I) -> Self {
        Self(columns.into_iter().collect())
    }
}

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, column) in &self.0 {
            map.serialize_entry(name, column)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Columns;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of columns")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Columns, A::Error> {
                let mut columns = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    columns.push(entry);
                }
                Ok(Columns(columns))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl JsonSchema for Columns {
    fn schema_name() -> Cow<'static, str> {
        "Columns".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let column = generator.subschema_for::<Column>();
        json_schema!({ "type": "object", "additionalProperties": column })
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(length) => write!(f, "string({length})"),
            Self::Text => f.write_str("text"),
            Self::Integer => f.write_str("integer"),
            Self::Float => f.write_str("float"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date => f.write_str("date"),
            Self::Datetime => f.write_str("datetime"),
        }
    }
}

impl FromStr for ColumnType {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let sized = text.strip_prefix("string(").and_then(|rest| rest.strip_suffix(')'));
        match (text, sized) {
            (_, Some(length)) => length
                .parse()
                .map(Self::String)
                .map_err(|_| format!("`{length}` is not a length")),
            ("text", _) => Ok(Self::Text),
            ("integer", _) => Ok(Self::Integer),
            ("float", _) => Ok(Self::Float),
            ("boolean", _) => Ok(Self::Boolean),
            ("date", _) => Ok(Self::Date),
            ("datetime", _) => Ok(Self::Datetime),
            _ => Err(format!(
                "`{text}` is not a column type: use string(N), text, integer, float, boolean, date or datetime"
            )),
        }
    }
}

impl Serialize for ColumnType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ColumnType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for ColumnType {
    fn schema_name() -> Cow<'static, str> {
        "ColumnType".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^(string\(\d+\)|text|integer|float|boolean|date|datetime)$" })
    }
}

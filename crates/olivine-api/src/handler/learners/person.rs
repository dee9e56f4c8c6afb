//! One person as clients get it (`API 2.8`).

use serde_json::json;

use crate::query::cell::Cell;
use crate::query::table::Table;

/// What a person did in the week, as a nested object.
const ENGAGEMENTS: [&str; 4] = [
    "discussion_contributions",
    "problems_attempted",
    "problems_completed",
    "videos_viewed",
];
const RATIO: &str = "problem_attempts_per_completed";

const FIELDS: [&str; 20] = [
    "user_id",
    "username",
    "enrollment_mode",
    "name",
    "account_url",
    "email",
    "language",
    "location",
    "year_of_birth",
    "level_of_education",
    "gender",
    "mailing_address",
    "city",
    "country",
    "goals",
    "segments",
    "engagements",
    "enrollment_date",
    "cohort",
    "last_updated",
];

pub fn columns() -> Vec<String> {
    FIELDS.map(str::to_owned).to_vec()
}

/// The fields of a stored row, in the order of [`columns`].
pub fn row(people: &Table, row: &[Cell]) -> Vec<Cell> {
    let field = |name: &str| people.field(row, name).clone();
    let value = |name: &&str| match *name {
        "segments" => segments(&field("segments")),
        "engagements" => {
            let count = |name: &&str| ((*name).to_owned(), Cell::Int(field(name).as_int().unwrap_or(0)));
            let ratio = field(RATIO).as_float().map_or(Cell::Null, Cell::Float);
            let counts = ENGAGEMENTS.iter().map(count);
            Cell::Object(counts.chain([(RATIO.to_owned(), ratio)]).collect())
        }
        "last_updated" => field("created").as_date().map_or(Cell::Null, Cell::Date),
        name => field(name),
    };
    FIELDS.iter().map(value).collect()
}

/// The groups of a stored list; an empty text is none (`PF X4`).
fn segments(stored: &Cell) -> Cell {
    let names = stored.as_text().unwrap_or_default().split(',');
    Cell::List(
        names
            .filter(|name| !name.is_empty())
            .map(|name| Cell::Text(name.to_owned()))
            .collect(),
    )
}

/// JSON schema of the fields that are lists or objects.
pub fn schema(field: &str) -> Option<serde_json::Value> {
    match field {
        "segments" => Some(json!({ "type": "array", "items": { "type": "string" } })),
        "engagements" => {
            let counts = ENGAGEMENTS
                .iter()
                .map(|name| ((*name).to_owned(), json!({ "type": "integer" })));
            let ratio = (RATIO.to_owned(), json!({ "type": ["number", "null"] }));
            let properties: serde_json::Map<_, _> = counts.chain([ratio]).collect();
            Some(json!({ "type": "object", "properties": properties }))
        }
        _ => None,
    }
}

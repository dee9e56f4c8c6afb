//! Values that clients know in another form than the store keeps them.

use super::Shape;
use crate::query::cell::Cell;
use crate::query::table::Table;

/// Digits of a UUID, and where its dashes stand.
const DIGITS: usize = 32;
const GROUPS: [(usize, usize); 5] = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];

/// Writes the columns that the shape names as `money` and `uuid`.
pub fn apply(mut table: Table, shape: &Shape) -> Table {
    let places = |names: &[String]| -> Vec<usize> { names.iter().filter_map(|name| table.position(name)).collect() };
    let (money, uuids) = (places(&shape.money), places(&shape.uuid));
    for row in &mut table.rows {
        for place in &money {
            if let Some(number) = row[*place].as_float() {
                row[*place] = Cell::Text(format!("{number:.2}"));
            }
        }
        for place in &uuids {
            if let Some(dashed) = row[*place].as_text().and_then(dashed) {
                row[*place] = Cell::Text(dashed);
            }
        }
    }
    table
}

/// A UUID with dashes; anything else is left as it is.
fn dashed(text: &str) -> Option<String> {
    let is_uuid = text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let groups = || GROUPS.map(|(begin, end)| &text[begin..end]).join("-");
    is_uuid.then(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_uuids_are_written_as_clients_know_them() {
        let declared: toml::Table = "money = ['price', 'nothing']\nuuid = ['customer']".parse().unwrap();
        let shape = Shape::parse(Some(&declared)).unwrap();
        let row = |price, customer: &str| vec![price, Cell::Text(customer.into())];
        let table = Table {
            columns: ["price", "customer"].map(String::from).to_vec(),
            rows: vec![
                row(Cell::Float(100.0), "0b1c5d4e6f7081923a4b5c6d7e8f9001"),
                row(Cell::Null, "18"),
            ],
        };
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(
            apply(table, &shape).rows,
            [
                vec![text("100.00"), text("0b1c5d4e-6f70-8192-3a4b-5c6d7e8f9001")],
                vec![Cell::Null, text("18")],
            ]
        );
    }
}

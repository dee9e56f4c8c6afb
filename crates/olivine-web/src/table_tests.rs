//! Order, pages and links of tables.

use super::*;

fn table() -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.into(),
        label: key.to_uppercase(),
        kind,
    };
    let row = |name: Cell, count: i64| TableRow {
        cells: vec![name, Cell::number(count.to_string(), count as f64)],
        tag: None,
    };
    let mut rows: Vec<TableRow> = (0..12).map(|n| row(Cell::text(format!("part_{n}")), n)).collect();
    rows.push(row(Cell::missing("-".into()), 99));
    DataTable {
        columns: vec![column("name", Kind::Text), column("count", Kind::Number)],
        rows,
        sorted_by: "count",
        descending: true,
    }
}

fn names(page: &TablePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.cells[0].text.as_str()).collect()
}

#[test]
fn the_first_page_is_sorted_as_stated() {
    let page = table().page(&[], &Query::default(), "", "t1");
    assert_eq!(names(&page)[..3], ["-", "part_11", "part_10"]);
    assert_eq!((page.first, page.last, page.total), (1, 10, 13));
    assert_eq!(page.heads[1].sorted, Some("descending"));
    assert_eq!(page.heads[1].link, "?sort=count&order=asc#t1");
    assert_eq!(page.heads[0].link, "?sort=name&order=asc#t1");
    assert_eq!(
        page.pager.iter().map(|link| link.text.as_str()).collect::<Vec<_>>(),
        ["1", "2", "next", "last"]
    );
}

#[test]
fn texts_sort_naturally_and_missing_comes_last() {
    let page = table().page(
        &[],
        &Query::parse("t2-sort=name&t2-size=25&from=2024-01-01"),
        "t2-",
        "t2",
    );
    assert_eq!(names(&page)[..3], ["part_0", "part_1", "part_2"]);
    assert_eq!(names(&page)[12], "-");
    assert_eq!(
        page.heads[0].link,
        "?t2-size=25&from=2024-01-01&t2-sort=name&t2-order=desc#t2"
    );
    assert!(page.pager.is_empty());
    let down = table().page(&[], &Query::parse("sort=name&order=desc"), "", "t");
    assert_eq!(names(&down)[..2], ["-", "part_11"]);
}

#[test]
fn nonsense_counts_as_not_given() {
    for text in ["page=0", "page=x", "size=7", "sort=nothing", "order=sideways"] {
        let page = table().page(&[], &Query::parse(text), "", "t");
        assert_eq!((page.first, page.last, names(&page)[0]), (1, 10, "-"), "{text}");
    }
    let beyond = table().page(&[], &Query::parse("page=99"), "", "t");
    assert_eq!((beyond.first, beyond.last), (11, 13));
    let empty = DataTable::default().page(&[], &Query::default(), "", "t");
    assert_eq!((empty.first, empty.last, empty.total), (0, 0, 0));
}

#[test]
fn columns_are_chosen_in_order_and_a_star_takes_the_rest() {
    let keys = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        table()
            .select(&names)
            .columns
            .into_iter()
            .map(|column| column.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&["count", "*"]), ["count", "name"]);
    assert_eq!(keys(&["count"]), ["count"]);
    assert_eq!(keys(&["nothing", "*", "name"]), ["count", "name"]);
}

#[test]
fn a_page_has_the_columns_chosen_of_a_table_that_stays() {
    let table = table();
    let names = vec!["name".to_owned()];
    let page = table.page(&names, &Query::parse("sort=count&order=asc"), "", "t");
    assert_eq!(page.heads.len(), 1);
    assert_eq!(page.heads[0].sorted, None, "a column that is not shown sorts nothing");
    let names = vec!["count".to_owned(), "name".to_owned()];
    let page = table.page(&names, &Query::parse("sort=name&order=desc&page=2"), "", "t");
    let texts = |row: &TableRow| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&page.rows[0]), ["2", "part_2"]);
    assert_eq!((page.first, page.last, page.total, page.rows.len()), (11, 13, 13, 3));
    assert_eq!(table.rows.len(), 13);
}

#[test]
fn links_of_a_page_lead_elsewhere_or_nowhere() {
    let mut table = table();
    table.rows[11].cells[0].link = Some("/a/".to_owned());
    let mut page = table.page(&[], &Query::parse("sort=name&order=desc"), "", "t");
    page.change_links(|link| Some(format!("{link}?to=x")));
    assert_eq!(page.rows[1].cells[0].link.as_deref(), Some("/a/?to=x"));
    page.change_links(|_| None);
    assert!(
        page.rows
            .iter()
            .flat_map(|row| &row.cells)
            .all(|cell| cell.link.is_none())
    );
}

#[test]
fn digits_compare_by_value() {
    assert_eq!(natural("a_2_1", "a_10_1"), Ordering::Less);
    assert_eq!(natural("a", "a1"), Ordering::Less);
    assert_eq!(natural("7", "07"), Ordering::Equal);
    assert_eq!(natural("b", "a9"), Ordering::Greater);
}

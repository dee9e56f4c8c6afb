//! Small tables written as text: a header line, then a line for each row, cells between bars.

use std::collections::BTreeMap;
use std::fmt;

/// Short words of a case and what they stand for.
pub type Words = BTreeMap<String, String>;

/// A table in text form. A blank cell is null, `""` is the empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Names of the columns, in order.
    pub columns: Vec<String>,
    /// Cells by row and column; none is null.
    pub rows: Vec<Vec<Option<String>>>,
}

impl Grid {
    /// Reads a table. A cell that is one of `words` stands for its meaning, as does `{word}` inside of a cell.
    ///
    /// # Errors
    /// There is no header, or a row has more or fewer cells than the header.
    pub fn read(text: &str, words: &Words) -> Result<Self, String> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let header = lines.next().ok_or("a table needs a header line")?;
        let columns: Vec<String> = cells(header).map(str::to_owned).collect();
        let mut rows = Vec::new();
        for line in lines {
            let row: Vec<Option<String>> = cells(line).map(|cell| value(cell, words)).collect();
            if row.len() != columns.len() {
                return Err(format!(
                    "`{line}` has {} cells, the header has {}",
                    row.len(),
                    columns.len()
                ));
            }
            rows.push(row);
        }
        Ok(Self { columns, rows })
    }
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split('|').map(str::trim)
}

fn value(cell: &str, words: &Words) -> Option<String> {
    match cell {
        "" => None,
        "\"\"" => Some(String::new()),
        _ => Some(words.get(cell).cloned().unwrap_or_else(|| with_words(cell, words))),
    }
}

fn with_words(cell: &str, words: &Words) -> String {
    let mut text = cell.to_owned();
    for (word, meaning) in words {
        text = text.replace(&format!("{{{word}}}"), meaning);
    }
    text
}

/// A row as it is shown in messages.
pub(super) struct Row<'a>(pub(super) &'a [Option<String>]);

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, cell) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { " | " };
            match cell.as_deref() {
                None => write!(f, "{gap}null")?,
                Some("") => write!(f, "{gap}\"\"")?,
                Some(text) => write!(f, "{gap}{text}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_words_nulls_or_texts() {
        let words = Words::from([("C".to_owned(), "course-v1:A+B+C".to_owned())]);
        let grid = Grid::read(
            "course | page | n\n\n C | /courses/{C}/info | \"\"\n x |  | 3\n",
            &words,
        )
        .unwrap();
        assert_eq!(grid.columns, ["course", "page", "n"]);
        let row = |cells: [Option<&str>; 3]| cells.map(|cell| cell.map(str::to_owned)).to_vec();
        assert_eq!(
            grid.rows,
            [
                row([Some("course-v1:A+B+C"), Some("/courses/course-v1:A+B+C/info"), Some("")]),
                row([Some("x"), None, Some("3")]),
            ]
        );
        assert!(
            Grid::read("a | b\n1", &words)
                .unwrap_err()
                .contains("has 1 cells, the header has 2")
        );
        assert!(Grid::read(" \n", &words).is_err());
    }
}

//! Bands of grades (`OV-52`): the table names both ends of each.

use olivine_api::query::Answer;

use super::{Context, Presented, Presenter, plain};
use crate::format;
use crate::language::Words;
use crate::table::{Kind, SortKey};

pub const PRESENTER: Presenter = Presenter {
    name: "grade_bands",
    doc: "Rows of band, the least grade of ten percent, and any other columns: as they are, but for the band, which the table names by \
          both ends.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// The column that is named anew.
const BAND: &str = "band";
/// Percents in a band.
const WIDTH: i64 = 10;
/// Where the highest band begins; it holds the full grade, too.
const HIGHEST: i64 = 90;

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let mut presented = (plain::PRESENTER.present)(answer, context);
    let Some(table) = &mut presented.table else {
        return presented;
    };
    let Some(place) = table.columns.iter().position(|column| column.key == BAND) else {
        return presented;
    };
    table.columns[place].kind = Kind::Text;
    for row in &mut table.rows {
        let cell = &mut row.cells[place];
        // It goes on being sorted by its number.
        if let SortKey::Number(least) = cell.key {
            cell.text = band(context.words, least as i64);
        }
    }
    presented
}

fn band(words: &Words, least: i64) -> String {
    let from = format::integer(words, least);
    if least >= HIGHEST {
        return words.t1("grade-band-highest", "from", &from);
    }
    let to = format::integer(words, least + WIDTH - 1);
    words.with("grade-band", &[("from", &from), ("to", &to)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{answer, present_alone};
    use olivine_api::query::Cell as Field;

    #[test]
    fn bands_have_two_ends_but_for_the_highest_ov_52() {
        let rows = [0, 10, 90].map(|least| vec![Field::Int(least), Field::Int(3)]);
        let presented = present_alone(&PRESENTER, &answer(&["band", "learners"], rows.to_vec()));
        let table = presented.table.unwrap();
        let texts: Vec<&str> = table.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(texts, ["0 to 9%", "10 to 19%", "90% and more"]);
        assert_eq!(table.rows[1].cells[0].key, SortKey::Number(10.0));
        assert_eq!(
            presented.chart.unwrap().rows[1]["band"],
            10,
            "what is drawn stays a number"
        );
    }
}

//! How videos were really watched.

use std::collections::BTreeMap;

use olivine_api::query::Answer;

use super::{Context, Presented, Presenter, plain, rows_of};
use crate::content::encoded;
use crate::table::Cell;
use crate::wired::CONTENTS;

pub const PRESENTER: Presenter = Presenter {
    name: "watching",
    doc: "The rows as they are, videos by their titles where the structure of the course is known.",
    further: &[CONTENTS],
    continued_by: None,
    has_headlines: false,
    present,
};

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let mut presented = (plain::PRESENTER.present)(answer, context);
    let contents = context.further.get(CONTENTS.1).map(|contents| rows_of(contents));
    let videos = contents
        .into_iter()
        .flatten()
        .filter(|row| row.text("block_type") == Some("video"));
    let titles: BTreeMap<String, &str> = videos
        .filter_map(|row| Some((encoded(row.text("block_id")?), row.text("name")?)))
        .collect();
    if let Some(table) = &mut presented.table
        && let Some(video) = table.columns.iter().position(|column| column.key == "video")
    {
        for row in &mut table.rows {
            if let Some(title) = titles.get(&row.cells[video].text) {
                row.cells[video] = Cell::text(*title);
            }
        }
    }
    presented
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use olivine_api::query::Cell as Field;

    use super::*;
    use crate::presenter::samples::{answer, present_with};

    #[test]
    fn videos_have_their_titles() {
        let text = |text: &str| Field::Text(text.to_owned());
        let rows = answer(
            &["video", "learners"],
            vec![vec![text("abc"), Field::Int(3)], vec![text("gone"), Field::Int(1)]],
        );
        let contents = answer(
            &["block_id", "block_type", "name"],
            vec![
                vec![
                    text("block-v1:X+A+1+type@problem+block@gone"),
                    text("problem"),
                    text("Not a video"),
                ],
                vec![
                    text("block-v1:X+A+1+type@video+block@abc"),
                    text("video"),
                    text("Lichens on Bark"),
                ],
            ],
        );
        let further = BTreeMap::from([(CONTENTS.1, Arc::new(contents))]);
        let table = present_with(&PRESENTER, &rows, None, further).table.unwrap();
        let videos: Vec<&str> = table.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(videos, ["Lichens on Bark", "gone"]);
    }
}

//! Where the people of a course stand: active, at risk, passed (`UI 7.3`).

use olivine_api::query::Answer;

use super::rows::{created, rows};
use super::{Context, Presented, Presenter, Tile};
use crate::format;

pub const PRESENTER: Presenter = Presenter {
    name: "learner_groups",
    doc: "Rows of learner_group, learners: a number for each group, with its share of all enrolled.",
    further: &[],
    continued_by: None,
    has_headlines: true,
    present,
};

/// Groups in order: name in the data and of the tile, whether the course home shows it. Those who are active stand there with
/// the numbers of the week.
const GROUPS: [(&str, &str, bool); 4] = [
    ("active", "group-active", false),
    ("at_risk", "group-at-risk", true),
    ("passed", "group-passed", true),
    ("other", "group-other", false),
];

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let people = |group: &str| {
        let mut of_group = rows(answer).filter(|row| row.text("learner_group") == Some(group));
        of_group.next().map(|row| row.count("learners"))
    };
    let all: i64 = rows(answer).map(|row| row.count("learners")).sum();
    let tiles = GROUPS.iter().map(|(group, id, is_headline)| {
        let count = people(group);
        let share = count.map(|count| format::tile_percent(words, format::share(count, all)));
        let tile = Tile::new(
            id,
            words.t(&format!("tile-{id}")),
            count.map(|count| format::integer(words, count)),
        );
        let tile = tile.detail(share.map(|share| words.t1("tile-of-enrolled", "percent", &share)));
        if *is_headline { tile.headline() } else { tile }
    });
    Presented {
        tiles: tiles.collect(),
        created: created(answer),
        ..Presented::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{answer, present_alone, tile};
    use olivine_api::query::Cell;

    #[test]
    fn groups_with_their_share() {
        let row = |group: &str, people: i64| vec![Cell::Text(group.to_owned()), Cell::Int(people)];
        let rows = vec![row("active", 150), row("at_risk", 49), row("passed", 1)];
        let presented = present_alone(&PRESENTER, &answer(&["learner_group", "learners"], rows));
        assert_eq!(
            tile(&presented, "group-at-risk"),
            (Some("49"), Some("24.5% of the people enrolled"))
        );
        assert_eq!(tile(&presented, "group-passed").1, Some("< 1% of the people enrolled"));
        assert_eq!(
            tile(&presented, "group-other"),
            (None, None),
            "not zero: not known (`UI D-3`)"
        );
        let shown: Vec<&str> = presented
            .tiles
            .iter()
            .filter(|tile| tile.headline)
            .map(|tile| tile.id)
            .collect();
        assert_eq!(shown, ["group-at-risk", "group-passed"]);
    }
}

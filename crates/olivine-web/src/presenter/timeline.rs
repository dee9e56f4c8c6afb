//! One video, piece by piece (`UI 4.6`, V-4).

use olivine_api::query::Answer;

use super::rows::{created, rows};
use super::{ChartRows, Context, Presented, Presenter, Series, Tile, Tip, object};
use crate::content::{Choice, Subject};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};
use crate::wired::CONTENTS;

pub const PRESENTER: Presenter = Presenter {
    name: "video_timeline",
    doc: "Rows of segment, num_users, num_views of one video: viewers and replays from its beginning to its end, without holes.",
    further: &[CONTENTS, Subject::Videos.data()],
    continued_by: None,
    has_headlines: false,
    present,
};

/// Length of a piece where the data does not say.
const PIECE: i64 = 5;

/// What happened at one place of the video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    seconds: i64,
    viewers: i64,
    /// Views beyond the first of each person.
    replays: i64,
}

/// What is known of the video as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Video {
    piece: i64,
    duration: Option<i64>,
    started: i64,
    finished: i64,
}

fn video(context: &Context<'_>) -> Option<Video> {
    let wanted = context.place.get("pipeline_video_id")?;
    let videos = context.further.get(Subject::Videos.data().1)?;
    let row = rows(videos).find(|row| row.text("pipeline_video_id") == Some(wanted))?;
    Some(Video {
        piece: row
            .integer("segment_length")
            .filter(|piece| *piece > 0)
            .unwrap_or(PIECE),
        duration: row.integer("duration").filter(|duration| *duration > 0),
        started: row.count("users_at_start"),
        finished: row.count("users_at_end"),
    })
}

/// The video from its beginning to its end. Pieces that nobody watched have no row; the last moment is the end itself.
fn moments(pieces: &[(i64, i64, i64)], piece: i64, duration: Option<i64>) -> Vec<Moment> {
    let Some(last) = pieces.iter().map(|(segment, ..)| *segment).max() else {
        return Vec::new();
    };
    let moment = |segment: i64| {
        let found = pieces.iter().find(|(known, ..)| *known == segment);
        let (viewers, views) = found.map_or((0, 0), |(_, viewers, views)| (*viewers, *views));
        Moment {
            seconds: segment * piece,
            viewers,
            replays: (views - viewers).max(0),
        }
    };
    let until = match duration {
        Some(duration) if last > 0 => last.max(duration / piece),
        _ => last,
    };
    let mut moments: Vec<Moment> = (0..=until).map(moment).collect();
    if let (Some(duration), Some(end)) = (duration, moments.last().copied())
        && moments.len() > 1
        && end.seconds < duration
    {
        moments.push(Moment {
            seconds: duration,
            ..end
        });
    }
    moments
}

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let video = video(context);
    let mut pieces: Vec<(i64, i64, i64)> = rows(answer)
        .filter_map(|row| Some((row.integer("segment")?, row.count("num_users"), row.count("num_views"))))
        .filter(|(segment, ..)| *segment >= 0)
        .collect();
    pieces.sort_unstable();
    let moments = moments(
        &pieces,
        video.map_or(PIECE, |video| video.piece),
        video.and_then(|video| video.duration),
    );
    let tree = Subject::Videos.tree(context.further);
    let name = Choice::of(Subject::Videos, &tree, context.place).and_then(|choice| Some(choice.leaf?.name.clone()));
    Presented {
        tiles: video.map(|video| tiles(&video, words)).unwrap_or_default(),
        chart: Some(chart(&moments, words)),
        table: Some(table(&moments, words)),
        summary: summary(&moments, &name.unwrap_or_default(), words),
        caption: Some(words.t("caption-total-video-views")),
        created: created(answer),
        ..Presented::default()
    }
}

fn tiles(video: &Video, words: &Words) -> Vec<Tile> {
    let base = video.started.max(video.finished);
    let rate = (base > 0).then(|| format::tile_percent(words, format::share(video.finished, base)));
    let count = |count: i64| format::integer(words, count);
    vec![
        Tile::new("completion-rate", words.t("tile-completion-rate"), rate),
        Tile::new("started-video", words.t("tile-started-video"), count(video.started)),
        Tile::new("finished-video", words.t("tile-finished-video"), count(video.finished)),
    ]
}

/// The two halves, the lower one first: message and colour.
const HALVES: [(&str, u8); 2] = [("column-unique_viewers", 1), ("column-replays", 2)];

fn chart(moments: &[Moment], words: &Words) -> ChartRows {
    let series: Vec<Series> = HALVES
        .iter()
        .map(|(name, color)| Series {
            label: words.t(name),
            color: *color,
        })
        .collect();
    let mut chart = ChartRows {
        series,
        ..ChartRows::default()
    };
    let total = words.t("column-total_views");
    for moment in moments {
        let values = [moment.viewers, moment.replays];
        let mut lines = Vec::with_capacity(3);
        for (order, (series, value)) in chart.series.iter().zip(values).enumerate() {
            lines.push((series.label.clone(), format::integer(words, value)));
            chart.rows.push(object([
                ("x", moment.seconds.into()),
                ("series", series.label.clone().into()),
                ("order", order.into()),
                ("value", value.into()),
            ]));
        }
        lines.push((total.clone(), format::integer(words, moment.viewers + moment.replays)));
        let tip = Tip::json(format::minutes(moment.seconds), lines);
        chart.tips.push(object([("x", moment.seconds.into()), ("tip", tip)]));
    }
    chart
}

fn table(moments: &[Moment], words: &Words) -> DataTable {
    let column = |key: &str| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind: Kind::Number,
    };
    let rows = moments.iter().map(|moment| TableRow {
        cells: vec![
            Cell::number(format::minutes(moment.seconds), moment.seconds as f64),
            Cell::number(format::integer(words, moment.viewers), moment.viewers as f64),
            Cell::number(format::integer(words, moment.replays), moment.replays as f64),
        ],
        tag: None,
    });
    DataTable {
        columns: vec![column("time"), column("unique_viewers"), column("replays")],
        rows: rows.collect(),
        sorted_by: "time",
        descending: false,
    }
}

/// Where most people watched, and where most was watched again.
fn summary(moments: &[Moment], name: &str, words: &Words) -> Option<String> {
    let first = moments.first()?;
    let peak = moments.iter().rev().max_by_key(|moment| moment.viewers)?;
    let again = moments.iter().rev().max_by_key(|moment| moment.replays)?;
    let last = moments.last()?;
    let people = |count: i64| words.counted("timeline-people", count, &[]);
    let key = if again.replays > 0 {
        "summary-timeline"
    } else {
        "summary-timeline-once"
    };
    Some(words.counted(
        key,
        first.viewers,
        &[
            ("name", name),
            ("last", &format::integer(words, last.viewers)),
            ("end", &format::minutes(last.seconds)),
            ("peak", &people(peak.viewers)),
            ("peak_time", &format::minutes(peak.seconds)),
            ("replays", &words.counted("timeline-replays", again.replays, &[])),
            ("again_time", &format::minutes(again.seconds)),
        ],
    ))
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;

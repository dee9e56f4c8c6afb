//! `first_and_last` against a slow model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::support::{Params, Site, rows};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use proptest::prelude::*;

/// A group, a time in microseconds below ten, and a text.
type Row = (i64, Option<i64>, Option<String>);

fn batch(rows: &[Row]) -> RecordBatch {
    let groups: Int64Array = rows.iter().map(|row| Some(row.0)).collect();
    let times: TimestampMicrosecondArray = rows.iter().map(|row| row.1).collect();
    let texts: StringArray = rows.iter().map(|row| row.2.as_deref()).collect();
    RecordBatch::try_from_iter_with_nullable([
        ("number", Arc::new(groups) as ArrayRef, false),
        ("time", Arc::new(times.with_timezone("UTC")) as ArrayRef, true),
        ("text", Arc::new(texts) as ArrayRef, true),
    ])
    .unwrap()
}

fn model(rows: &[Row]) -> Vec<String> {
    let mut groups: BTreeMap<i64, BTreeSet<(i64, &str)>> = BTreeMap::new();
    for (group, time, text) in rows {
        let said = groups.entry(*group).or_default();
        said.extend(time.zip(text.as_deref()));
    }
    let shown = |said: Option<&(i64, &str)>| match said {
        Some((time, text)) => format!("{text} 1970-01-01T00:00:00.00000{time}Z"),
        None => "null null".to_owned(),
    };
    let line = |(group, said): (&i64, &BTreeSet<(i64, &str)>)| {
        let last = said.last().filter(|last| Some(*last) != said.first());
        format!("{group} {} {}", shown(said.first()), shown(last))
    };
    groups.iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn the_model_says_the_same(
        all in prop::collection::vec(
            (0_i64..6, prop::option::weighted(0.9, 1_i64..10), prop::option::weighted(0.9, "[a-cé]{0,2}x")),
            1..120,
        ),
        size in 1_usize..50,
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let found = runtime.block_on(async {
            let site = Site::new().await;
            let session = site.session();
            let batches: Vec<RecordBatch> = all.chunks(size).map(batch).collect();
            session.register_batches("t", batches[0].schema(), batches).unwrap();
            let sql = "with ends as (select number, first_and_last(text, time) as said from t group by number) \
                       select number, said['first'], said['first_time'], said['last'], said['last_time'] from ends order by number";
            rows(&session, sql, &Params::new()).await.unwrap()
        });
        prop_assert_eq!(found, model(&all));
    }
}

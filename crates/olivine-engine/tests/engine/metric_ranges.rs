//! `metric_ranges` in SQL: the same whatever way the rows are cut and ordered.

use std::sync::Arc;

use crate::support::{Params, Site, rows};
use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use olivine_engine::engagement::{Rounding, ranges};
use proptest::prelude::*;

const SQL: &str = "select course, range['range_type'] as range_type, range['low_value'] as low_value, range['high_value'] as \
                   high_value from (select course, unnest(metric_ranges(value, 15, 85, false)) as range from t group by course) \
                   order by course, low_value, high_value";

/// Values of a few courses: ties, fractions, nothing, no end, no number.
fn values() -> impl Strategy<Value = Vec<(i64, Option<f64>)>> {
    let value = prop_oneof![
        6 => (0_u32..9).prop_map(|value| Some(f64::from(value))),
        3 => (1_u32..20, 1_u32..20).prop_map(|(tries, right)| Some(f64::from(tries) / f64::from(right))),
        1 => Just(Some(f64::INFINITY)),
        1 => Just(Some(f64::NAN)),
        1 => Just(None),
    ];
    prop::collection::vec((0_i64..4, value), 1..200)
}

fn batch(rows: &[(i64, Option<f64>)]) -> RecordBatch {
    let schema = Schema::new(vec![
        Field::new("course", DataType::Int64, false),
        Field::new("value", DataType::Float64, true),
    ]);
    let courses: Int64Array = rows.iter().map(|(course, _)| Some(*course)).collect();
    let values: Float64Array = rows.iter().map(|(_, value)| *value).collect();
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(courses) as ArrayRef, Arc::new(values)]).unwrap()
}

/// The same as [`SQL`], without any engine.
fn expected(rows: &[(i64, Option<f64>)]) -> Vec<String> {
    let mut found = Vec::new();
    for course in 0..4 {
        let of_course = rows.iter().filter(|(of, _)| *of == course);
        let mut values: Vec<f64> = of_course.clone().filter_map(|(_, value)| *value).collect();
        if of_course.count() == 0 {
            continue;
        }
        for range in ranges(&mut values, 15.0, 85.0, Rounding::Exact) {
            let text = |value: f64| {
                if value.is_infinite() {
                    "inf".to_owned()
                } else {
                    format!("{value:?}")
                }
            };
            found.push(format!(
                "{course} {} {} {}",
                range.rank.name(),
                text(range.low),
                text(range.high)
            ));
        }
    }
    found
}

#[test]
fn ranges_are_those_of_the_set_of_values() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let site = runtime.block_on(Site::new());
    let session = site.session();
    proptest!(ProptestConfig::with_cases(200), |(rows_given in values(), cut in 1_usize..40, turn in any::<bool>())| {
        let mut given = rows_given.clone();
        if turn {
            given.reverse();
        }
        let batches: Vec<RecordBatch> = given.chunks(cut).map(batch).collect();
        session.register_batches("t", batches[0].schema(), batches).unwrap();
        let found = runtime.block_on(rows(&session, SQL, &Params::new())).unwrap();
        prop_assert_eq!(found, expected(&rows_given));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn percentiles_that_there_are_not_are_refused() {
    let site = Site::new().await;
    let session = site.session();
    for percents in ["-1, 85", "15, 101", "85, 15"] {
        let sql = format!("select metric_ranges(value, {percents}, false) from (values (1)) as rows (value)");
        let error = rows(&session, &sql, &Params::new()).await.unwrap_err();
        assert!(
            error.to_string().contains("percentiles must be from 0 to 100"),
            "{error}"
        );
    }
}

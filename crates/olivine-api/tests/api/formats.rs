//! Any query under `/api/reports/`: filters, order, pages, fields, and every format with the same numbers.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int64Type, TimeUnit};
use arrow::ipc::reader::StreamReader;
use olivine_api::ApiOptions;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};

use crate::site::{OLD, Site};

const DAYS: &str = "/api/reports/enrollment.activity/enrollment_mode/?course_id=OldX/OS1/Run_A&start_date=2031-03-01";

async fn column(site: &Site, parameters: &str, name: &str) -> Value {
    let reply = site.get(&format!("{DAYS}&{parameters}")).await;
    assert_eq!(reply.status, 200, "{parameters}: {}", reply.text());
    let body = reply.json();
    body["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row[name].clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_filtered_sorted_and_paged() {
    let site = Site::full().await;
    for (parameters, expected) in [
        ("", json!([90, 100, 106])),
        ("filter=count:ge:100", json!([100, 106])),
        ("filter=count:ge:100&filter=date:lt:2031-03-04", json!([100])),
        ("sort=-count", json!([106, 100, 90])),
        ("sort=-count&page_size=2", json!([106, 100])),
        ("sort=-count&page_size=2&page=2", json!([90])),
        ("page=last&page_size=1", json!([106])),
        ("filter=verified:gt:0", json!([106])),
        ("filter=count:gt:1000", json!([])),
    ] {
        assert_eq!(column(&site, parameters, "count").await, expected, "{parameters}");
    }
    let page = site.get(&format!("{DAYS}&page_size=2")).await;
    assert_eq!(
        page.json()["page"],
        json!({ "number": 1, "size": 2, "pages": 2, "rows": 3 })
    );
    let link = page.header("link").unwrap();
    assert!(link.contains("page=2") && link.contains("rel=\"next\""), "{link}");
    let chosen = site
        .get(&format!("{DAYS}&fields=count,date&filter=verified:gt:0"))
        .await
        .json();
    assert_eq!(chosen["rows"], json!([{ "date": "2031-03-04", "count": 106 }]));
    assert_eq!(chosen["columns"].as_array().unwrap().len(), 2);
    for (parameters, text) in [
        ("filter=count", "filter 'count' is not of the form"),
        ("filter=nothing:eq:1", "there is no column nothing"),
        ("filter=count:gt:many", "'many' is not a number"),
        ("sort=nothing", "there is no column nothing"),
    ] {
        let reply = site.get(&format!("{DAYS}&{parameters}")).await;
        assert_eq!(reply.status, 400, "{parameters}");
        assert!(reply.text().contains(text), "{}", reply.text());
    }
    assert_eq!(site.get(&format!("{DAYS}&page=9")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_the_same_whether_the_store_or_the_program_cuts_them() {
    let site = Site::full().await;
    let team = site.user("team", &[OLD], false).await;
    // A plain query, cut by the store; the reader of one course gets pages that the program cuts.
    let path = format!("/api/reports/enrollment.demographics.age/birth_year/?course_id={OLD}&page_size=2");
    for page in 1..=2 {
        let path = format!("{path}&page={page}");
        let (all, own) = (site.get(&path).await.json(), site.get_as(&team, &path).await.json());
        assert_eq!((&all["rows"], &all["page"]), (&own["rows"], &own["page"]));
        assert_eq!(all["page"]["rows"], 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_pages_itself_says_so() {
    let site = Site::whole(ApiOptions::default()).await;
    let path = format!("/api/reports/learners.roster/learners/?course_id={OLD}&page_size=2");
    let reply = site.get(&path).await.json();
    assert_eq!(
        (reply["page"]["pages"].as_u64(), reply["rows"].as_array().unwrap().len()),
        (Some(3), 2)
    );
    assert_eq!(site.get(&format!("{path}&sort=username")).await.status, 400);
}

/// The numbers of the answer as JSON has them.
fn check_batch(batch: &RecordBatch, rows: &Value) {
    let rows = rows.as_array().unwrap();
    assert_eq!(batch.num_rows(), rows.len());
    let counts = batch.column_by_name("count").unwrap().as_primitive::<Int64Type>();
    let days = batch.column_by_name("date").unwrap().as_primitive::<Date32Type>();
    let courses = batch.column_by_name("course_id").unwrap().as_string::<i32>();
    // Parquet would write times in seconds as bare numbers.
    let times = batch.column_by_name("created").unwrap().data_type();
    assert_eq!(times, &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())));
    for (place, row) in rows.iter().enumerate() {
        assert_eq!(json!(counts.value(place)), row["count"]);
        assert_eq!(json!(courses.value(place)), row["course_id"]);
        let day = days.value_as_date(place).unwrap();
        assert_eq!(json!(day.to_string()), row["date"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_has_the_same_numbers() {
    let site = Site::full().await;
    let rows = site.get(DAYS).await.json()["rows"].clone();
    for (path, accept) in [
        (format!("{DAYS}&format=parquet"), "*/*"),
        (DAYS.replace("/?", ".parquet?"), "*/*"),
        (DAYS.to_owned(), "application/vnd.apache.parquet"),
    ] {
        let reply = site.get_with(&path, &[("accept", accept)]).await;
        assert_eq!(
            (reply.status, reply.kind()),
            (200, Some("application/vnd.apache.parquet")),
            "{path}"
        );
        assert_eq!(
            reply.header("content-disposition"),
            Some("attachment; filename=OldX-OS1-Run_A--enrollment_mode.parquet")
        );
        let mut reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(reply.bytes))
            .unwrap()
            .build()
            .unwrap();
        check_batch(&reader.next().unwrap().unwrap(), &rows);
    }
    let reply = site.get(&format!("{DAYS}&format=arrow")).await;
    assert_eq!(reply.kind(), Some("application/vnd.apache.arrow.stream"));
    let mut reader = StreamReader::try_new(std::io::Cursor::new(reply.bytes), None).unwrap();
    check_batch(&reader.next().unwrap().unwrap(), &rows);
    let csv = site.get(&format!("{DAYS}&format=csv&fields=count")).await;
    assert_eq!(csv.text(), "count\r\n90\r\n100\r\n106\r\n");
    // Objects become columns with dotted names, lists text.
    let places = format!("/api/reports/enrollment.geography/location.arrow?course_id={OLD}");
    let reply = site.get(&places).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let batch = StreamReader::try_new(std::io::Cursor::new(reply.bytes), None)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert!(batch.column_by_name("country.alpha2").unwrap().is_null(0));
    // The data API of old knows neither.
    let old = site
        .get(&format!("/api/v0/courses/{OLD}/enrollment/?format=parquet"))
        .await;
    assert_eq!(old.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_travel_compressed_and_are_not_sent_twice() {
    let site = Site::full().await;
    for (encoding, begin) in [("gzip", &[0x1f, 0x8b][..]), ("zstd", &[0x28, 0xb5, 0x2f, 0xfd][..])] {
        let reply = site.get_with(DAYS, &[("accept-encoding", encoding)]).await;
        assert_eq!(reply.header("content-encoding"), Some(encoding));
        assert!(reply.bytes.starts_with(begin), "{encoding}");
    }
    for format in ["json", "csv", "parquet", "arrow"] {
        let path = format!("{DAYS}&format={format}");
        let first = site.get(&path).await;
        let (tag, time) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
        for header in [("if-none-match", tag), ("if-modified-since", time)] {
            let again = site.get_with(&path, &[header]).await;
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{format} {header:?}");
        }
    }
    let tag = site.get(DAYS).await.header("etag").unwrap().to_owned();
    let filtered = site
        .get_with(&format!("{DAYS}&filter=count:gt:95"), &[("if-none-match", &tag)])
        .await;
    assert_eq!(filtered.status, 200, "another question has another answer");
    site.publish_again(&["course_enrollment_mode_daily"]).await;
    assert_eq!(site.get_with(DAYS, &[("if-none-match", &tag)]).await.status, 200);
}

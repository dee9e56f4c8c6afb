//! Queries that take too much are stopped; the next one on the same connection is not.

use std::time::{Duration, Instant};

use olivine_failure::Failing;
use olivine_store::{QueryLimits, StoreError};

use crate::place::Place;

/// Counts for hours, on either store.
const ENDLESS: &str = "with recursive n as (select 1 as i union all select i + 1 from n where i < 1000) \
                       select count(*) from n a, n b, n c, n d";
/// A thousand rows.
const THOUSAND: &str =
    "with recursive n as (select 1 as i union all select i + 1 from n where i < 1000) select i from n";

pub async fn queries_are_stopped_at_their_limits(place: &Place) {
    let store = place.open().await;
    let short = QueryLimits {
        time: Some(Duration::from_millis(300)),
        rows: None,
    };
    for _ in 0..3 {
        let begin = Instant::now();
        let stopped: Result<_, StoreError> = store
            .read(|snapshot| async move { snapshot.limited(short).query(ENDLESS, &[]).await })
            .await;
        let error = stopped.unwrap_err();
        assert!(matches!(error, StoreError::Limit { .. }), "{error:?}");
        assert_eq!(error.failure().code, "STORE-029");
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
    }
    let few = QueryLimits {
        time: Some(Duration::from_secs(60)),
        rows: Some(500),
    };
    let many: Result<_, StoreError> = store
        .read(|snapshot| async move { snapshot.limited(few).query(THOUSAND, &[]).await })
        .await;
    assert!(matches!(many.unwrap_err(), StoreError::Limit { detail } if detail.contains("500 rows")));

    // Whoever comes after on the same connections has all the time there is.
    let long = QueryLimits {
        time: Some(Duration::from_secs(60)),
        rows: None,
    };
    tokio::time::sleep(Duration::from_millis(400)).await;
    for _ in 0..20 {
        let rows: Result<_, StoreError> = store
            .read(|snapshot| async move { snapshot.limited(long).query(THOUSAND, &[]).await })
            .await;
        assert_eq!(rows.unwrap().rows.len(), 1000);
    }
    assert_eq!(store.query(THOUSAND, &[]).await.unwrap().rows.len(), 1000);
}

/// Somebody asks and goes away: the connection is of use again soon.
pub async fn who_goes_away_leaves_nothing_behind(place: &Place) {
    let store = place.open().await;
    let short = QueryLimits {
        time: Some(Duration::from_secs(3)),
        rows: None,
    };
    for _ in 0..12 {
        let asked = store.read(|snapshot| async move { snapshot.limited(short).query(ENDLESS, &[]).await });
        let gone: Result<Result<_, StoreError>, _> = tokio::time::timeout(Duration::from_millis(50), asked).await;
        assert!(gone.is_err());
    }
    let begin = Instant::now();
    assert_eq!(store.query(THOUSAND, &[]).await.unwrap().rows.len(), 1000);
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

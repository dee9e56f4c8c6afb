//! Numbers for some people and days, worked out when a page asks for them (`OV-70`): one after the other, within limits, and kept as long
//! as they are true and asked for.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{NaiveDate, Utc};
use moka::future::Cache;
use olivine_api::ApiState;
use olivine_engine::SessionOptions;
use olivine_failure::Failure;
use olivine_run::dates::day;
use olivine_run::{Runner, SELECTION_FOLDER, SMALL_GROUP, Selection, Settings, private_folder};
use olivine_store::{MigrateAtOpen, Store, StoreOptions};
use olivine_web::failures::{PAGE, TOO_LONG};
use olivine_web::selection::{Asked, Selected, Selections, Tables};
use tokio::sync::Semaphore;
use tracing::warn;

use crate::exit::Problem;
use crate::live::Served;
use crate::rooms;
use crate::settings::Site;

/// How long a page waits before it says that numbers are still being worked out.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one selection may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// Selections at work or waiting for their turn at most; further ones are told to come back.
const MOST_WAITING: usize = 16;
/// Selections kept at most.
const MOST_KEPT: u64 = 32;
/// How long a selection is kept that nobody asks for.
const KEPT_UNUSED: Duration = Duration::from_secs(30 * 60);
/// How long one is kept at most, whoever asks: before cleaning takes its folder for one of a program that was killed.
const KEPT_AT_MOST: Duration = Duration::from_secs(12 * 60 * 60);
/// The part of the memory for runs that a selection may take, and the least of it.
const MEMORY_PART: usize = 4;
const LEAST_MEMORY: usize = 128 << 20;

/// A selection of tables as they are published now: when they are published anew, it is another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    asked: Asked,
    version: String,
}

/// Why there are no tables; none: it is not their turn yet.
type NotMade = Option<(&'static Failure, String)>;

/// Works selections out and keeps them. Who asks for one that is being worked out already waits for the same.
#[derive(Clone)]
pub struct SelectionService {
    kept: Cache<Key, Tables>,
    /// One is worked out at a time: a run may be at work beside it.
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
    served: Served,
}

impl std::fmt::Debug for SelectionService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SelectionService")
    }
}

impl SelectionService {
    /// Nothing is worked out yet.
    pub fn new(served: Served) -> Self {
        let kept = Cache::builder()
            .max_capacity(MOST_KEPT)
            .time_to_idle(KEPT_UNUSED)
            .time_to_live(KEPT_AT_MOST);
        Self {
            kept: kept.build(),
            turn: Arc::new(Semaphore::new(1)),
            places: Arc::new(Semaphore::new(MOST_WAITING)),
            served,
        }
    }

    /// Lets go of what is kept for too long; by itself that happens only when somebody asks for something.
    pub async fn tidy(&self) {
        self.kept.run_pending_tasks().await;
    }

    /// The selection with its last day, and what tells the tables as they are published now from others.
    async fn key(&self, mut asked: Asked) -> Result<Key, Problem> {
        let published = self.served.store().published().await?;
        asked.tables.retain(|table| published.contains_key(table));
        let of_tables = || asked.tables.iter().filter_map(|table| published.get(table));
        let last_day = of_tables().map(|table| table.as_of).min();
        let version = of_tables().map(|table| format!("{} ", table.run_id)).collect();
        let until = end_of(asked.until, self.first_day(), last_day);
        Ok(Key {
            asked: Asked { until, ..asked },
            version,
        })
    }

    /// The first day of the results, as the settings say.
    fn first_day(&self) -> Option<NaiveDate> {
        let (site, _) = self.served.now()?;
        day(&site.settings.run.from, Utc::now().date_naive())
    }

    async fn make(&self, asked: Asked) -> Result<Tables, NotMade> {
        let Ok(_place) = self.places.try_acquire() else {
            return Err(None);
        };
        // The semaphore is never closed, so a turn always comes.
        let _turn = self.turn.acquire().await;
        let Some((site, api)) = self.served.now() else {
            return Err(None);
        };
        match tokio::time::timeout(TIME_LIMIT, make(&site, &api, asked)).await {
            Ok(made) => made.map_err(not_made),
            Err(_) => Err(Some((&TOO_LONG, format!("more than {} seconds", TIME_LIMIT.as_secs())))),
        }
    }
}

#[async_trait]
impl Selections for SelectionService {
    async fn selected(&self, asked: Asked) -> Selected {
        let key = match self.key(asked).await {
            Ok(key) => key,
            Err(problem) => return failed(not_made(problem)),
        };
        let service = self.clone();
        // It goes on when nobody waits any more, so that it is there when somebody asks again.
        let made = tokio::spawn(async move {
            let asked = key.asked.clone();
            let make = async { service.make(asked).await };
            service.kept.try_get_with(key, make).await
        });
        match tokio::time::timeout(PATIENCE, made).await {
            Ok(Ok(Ok(tables))) => Selected::Ready(tables),
            Ok(Ok(Err(why))) => failed((*why).clone()),
            Ok(Err(broken)) => failed(Some((&PAGE, broken.to_string()))),
            Err(_) => Selected::Working,
        }
    }
}

/// The last day of a selection: the one asked for, as far as there are results; none where all of them are of later days, or where there
/// are none.
fn end_of(asked: Option<NaiveDate>, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<NaiveDate> {
    let last = last?;
    let end = asked.map_or(last, |asked| asked.min(last));
    let is_before_all = first.is_some_and(|first| end < first);
    (!is_before_all).then_some(end)
}

fn not_made(problem: Problem) -> NotMade {
    Some((problem.error.failure(), problem.error.full_text()))
}

fn failed(why: NotMade) -> Selected {
    let Some((failure, text)) = why else {
        return Selected::Working;
    };
    if failure.code == SMALL_GROUP.code {
        return Selected::TooSmall(failure);
    }
    warn!(code = failure.code, "a selection: {text}");
    Selected::Failed(failure, text)
}

/// Works one selection out.
async fn make(site: &Site, api: &ApiState, asked: Asked) -> Result<Tables, Problem> {
    let engine = rooms::engine(site);
    let folder = private_folder(&engine.spill_dir, SELECTION_FOLDER)?;
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    let options = StoreOptions {
        connections: 2,
        // It is there for results alone: nobody signs in at it.
        migrate: MigrateAtOpen::Never,
        ..StoreOptions::default()
    };
    let tables = Tables {
        store: Store::open(&url, options).await?,
        held: Arc::new(folder),
    };
    let Some(until) = asked.until else {
        // Nothing of it was ever published, or its days are before all results.
        return Ok(tables);
    };
    let selection = Selection {
        courses: asked.courses,
        filters: asked.filters,
        since: asked.since,
        until,
        smallest_group: asked.smallest_group,
    };
    let lake = rooms::lake(site).await?;
    let value = |key: &str| site.value(key);
    let origin = |key: &str| site.origin(key);
    let runner = Runner {
        lake: &lake,
        store: &tables.store,
        registry: api.registry(),
        engine: SessionOptions {
            memory_bytes: (engine.memory_bytes / MEMORY_PART)
                .max(LEAST_MEMORY)
                .min(engine.memory_bytes),
            ..engine
        },
        settings: Settings {
            value: &value,
            origin: &origin,
        },
    };
    runner
        .select(&selection, &asked.tables, rooms::task_limits(site))
        .await?;
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_ends_where_there_are_results() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let (first, last) = (day("2026-02-01"), day("2026-03-03"));
        for (asked, end) in [
            (None, last),
            (day("2026-02-20"), day("2026-02-20")),
            (day("2026-05-01"), last),
            (first, first),
            (day("2026-01-31"), None),
        ] {
            assert_eq!(end_of(asked, first, last), end, "{asked:?}");
        }
        assert_eq!(end_of(day("2026-01-31"), None, last), day("2026-01-31"));
        assert_eq!(end_of(first, first, None), None);
    }
}

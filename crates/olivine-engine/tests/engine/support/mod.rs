//! What the tests of this room share: a lake in a temporary folder, a session over it, answers as text.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use futures::TryStreamExt;
use olivine_engine::{EngineError, ScalarValue, Session, SessionOptions};
use olivine_lake::{Lake, LakeOptions};

pub type Params = BTreeMap<String, ScalarValue>;

pub struct Site {
    pub folder: tempfile::TempDir,
    pub lake: Lake,
}

impl Site {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A blank and a percent sign in the path: file names are not to be encoded twice.
        let root = folder.path().join("my lake 100%");
        let lake = Lake::open(&LakeOptions::at(root.to_str().unwrap())).await.unwrap();
        Self { folder, lake }
    }

    pub fn options(&self) -> SessionOptions {
        SessionOptions {
            memory_bytes: 256 << 20,
            threads: 2,
            spill_dir: self.folder.path().join("spill"),
            geo_database: None,
        }
    }

    pub fn session(&self) -> Session {
        Session::new(&self.options()).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A session with the tables `events` and `people`, without rows.
pub async fn site_with_people() -> (Site, Session) {
    let site = Site::new().await;
    let session = site.session();
    let table = |columns: &[(&str, DataType)]| {
        let fields = columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    };
    let events = table(&[
        ("username", DataType::Utf8),
        ("user_id", DataType::Int64),
        ("course_id", DataType::Utf8),
        ("raw", DataType::Binary),
    ]);
    session.register_batches("events", events, Vec::new()).unwrap();
    let people = table(&[("id", DataType::Int64), ("email", DataType::Utf8)]);
    session.register_batches("people", people, Vec::new()).unwrap();
    (site, session)
}

pub async fn batches(session: &Session, sql: &str, params: &Params) -> Result<Vec<RecordBatch>, EngineError> {
    let stream = session.query(sql, params).await?;
    Ok(stream.try_collect().await?)
}

/// The rows of an answer, values separated by blanks.
pub async fn rows(session: &Session, sql: &str, params: &Params) -> Result<Vec<String>, EngineError> {
    let options = FormatOptions::default().with_null("null");
    let mut found = Vec::new();
    for batch in batches(session, sql, params).await? {
        let columns: Vec<ArrayFormatter> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).unwrap())
            .collect();
        for row in 0..batch.num_rows() {
            let values: Vec<String> = columns.iter().map(|column| column.value(row).to_string()).collect();
            found.push(values.join(" "));
        }
    }
    Ok(found)
}

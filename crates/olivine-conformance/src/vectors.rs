//! Vectors: the input of one step and its outcome, one JSON object a line.

use std::path::Path;

use serde_json::Value;

/// One vector.
#[derive(Debug, Clone)]
pub struct Vector {
    /// `step/class/test/number`.
    pub id: String,
    /// What goes in.
    pub input: Value,
    /// What comes out.
    pub expected: Value,
}

/// Why vectors cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum VectorError {
    /// A file or folder that cannot be read.
    #[error("cannot read vectors: {0}")]
    Unreadable(#[from] std::io::Error),
    /// A line that is no vector.
    #[error("a line of {file} is no vector: {reason}")]
    Malformed {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
}

impl Vector {
    /// The step it belongs to.
    pub fn step(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// A text of the input.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.input.get(name)?.as_str()
    }

    /// A list of the input or the outcome.
    pub fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
        of.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// All vectors of a folder, in order of files and lines.
///
/// # Errors
/// A file that cannot be read, or a line that is no vector.
pub fn read_all(folder: &Path) -> Result<Vec<Vector>, VectorError> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let mut vectors = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(&file)?.lines() {
            let malformed = |reason: String| VectorError::Malformed {
                file: file.display().to_string(),
                reason,
            };
            let mut vector: Value = serde_json::from_str(line).map_err(|error| malformed(error.to_string()))?;
            let mut take = |name: &str| vector.get_mut(name).map(Value::take);
            let (Some(Value::String(id)), Some(input), Some(expected)) = (take("id"), take("input"), take("expected"))
            else {
                return Err(malformed("no id, input or outcome".to_owned()));
            };
            vectors.push(Vector { id, input, expected });
        }
    }
    Ok(vectors)
}

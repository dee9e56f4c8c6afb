//! The page that says which room knows which, and the manifests of the rooms: both say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Who knows whom.
type Edges = BTreeMap<String, BTreeSet<String>>;

/// What stands in the drawing for every room.
const ANY: &str = "any room";
/// What the names of packages begin with.
const PREFIX: &str = "olivine-";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The drawing on the page: each line holds chains of rooms, each of which knows the next.
fn drawn() -> Edges {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = page.split_once("## Who knows whom").unwrap();
    let drawing = section.split("```").nth(1).unwrap();
    let mut edges = Edges::new();
    for chain in drawing.lines().flat_map(|line| line.split(',')) {
        let rooms: Vec<&str> = chain.split('→').map(str::trim).collect();
        for pair in rooms.windows(2) {
            edges.entry(pair[0].to_owned()).or_default().insert(pair[1].to_owned());
        }
    }
    edges
}

/// What the manifests say, for all but tests.
fn declared() -> Edges {
    let mut edges = Edges::new();
    for folder in std::fs::read_dir(root().join("crates")).unwrap() {
        let Ok(text) = std::fs::read_to_string(folder.unwrap().path().join("Cargo.toml")) else {
            continue;
        };
        let manifest: toml::Table = toml::from_str(&text).unwrap();
        let package = manifest["package"]["name"].as_str().unwrap();
        let room = package.strip_prefix(PREFIX).unwrap_or(package);
        let known = manifest.get("dependencies").and_then(toml::Value::as_table);
        let known = known.into_iter().flat_map(toml::Table::keys);
        let known = known.filter_map(|name| name.strip_prefix(PREFIX)).map(str::to_owned);
        edges.insert(room.to_owned(), known.collect());
    }
    edges
}

/// The rooms that one can come to from a room.
fn reached(edges: &Edges, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = vec![from, ANY];
    while let Some(room) = next.pop() {
        for known in edges.get(room).into_iter().flatten() {
            if found.insert(known.clone()) {
                next.push(known);
            }
        }
    }
    found
}

#[test]
fn rooms_know_whom_the_page_says_they_know() {
    let (drawn, declared) = (drawn(), declared());
    assert!(declared.len() > 15, "{declared:?}");
    for (room, known) in &declared {
        let allowed = reached(&drawn, room);
        let more: Vec<&String> = known.difference(&allowed).collect();
        assert!(more.is_empty(), "the page does not say that {room} knows {more:?}");
    }
    for (room, known) in drawn.iter().filter(|(room, _)| *room != ANY) {
        let less: Vec<&String> = known.iter().filter(|known| !declared[room].contains(*known)).collect();
        assert!(less.is_empty(), "{room} does not know {less:?} itself");
    }
}

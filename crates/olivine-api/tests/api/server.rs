//! A result store on a MariaDB server of this test process.

use olivine_store::{Store, StoreOptions};
use olivine_test_tools::Server;

/// An empty store and the server that it lives as long as. None if there is no server on this machine.
pub async fn store() -> Option<(Server, Store)> {
    let server = Server::start(&[]).unwrap()?;
    server.sql("CREATE DATABASE results").unwrap();
    let url = server.url("root", "results");
    let store = Store::open(&url, StoreOptions::default()).await.unwrap();
    Some((server, store))
}

//! A MariaDB server of this test process.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use olivine_store::{Store, StoreOptions};
use tempfile::TempDir;

const DAEMON: &str = "/usr/sbin/mariadbd";

/// A server with one empty database; it ends with this value.
pub struct Server {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts a server on a free port. None if there is none on this machine.
    pub async fn start() -> Option<Self> {
        if !Path::new(DAEMON).exists() {
            return None;
        }
        let folder = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let data = format!("--datadir={}", folder.path().join("data").display());
        let installed = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                &data,
                "--auth-root-authentication-method=normal",
                "--user=root",
            ])
            .output()
            .unwrap();
        assert!(
            installed.status.success(),
            "{}",
            String::from_utf8_lossy(&installed.stderr)
        );
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let child = Command::new(DAEMON)
            .args(["--no-defaults", &data, "--user=root", "--bind-address=127.0.0.1"])
            .args([
                format!("--port={port}"),
                format!("--socket={}", file("socket")),
                format!("--pid-file={}", file("pid")),
            ])
            .args(["--innodb-buffer-pool-size=64M", "--default-time-zone=+05:00"])
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(file("log")).unwrap())
            .spawn()
            .unwrap();
        let server = Self { child, folder, port };
        let started = Instant::now();
        while !server.creates_database() {
            let log = std::fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
            assert!(started.elapsed() < Duration::from_secs(60), "{log}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Some(server)
    }

    /// Opens the database as a store.
    pub async fn store(&self) -> Store {
        let url = format!("mysql://root@127.0.0.1:{}/results", self.port);
        Store::open(&url, StoreOptions::default()).await.unwrap()
    }

    fn creates_database(&self) -> bool {
        Command::new("mariadb")
            .arg("--no-defaults")
            .arg(format!("--socket={}", self.folder.path().join("socket").display()))
            .args(["--user=root", "-e", "CREATE DATABASE IF NOT EXISTS results"])
            .output()
            .is_ok_and(|done| done.status.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! A MariaDB server of this test process.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const DAEMON: &str = "/usr/sbin/mariadbd";

pub struct Server {
    child: Child,
    folder: TempDir,
    pub port: u16,
}

impl Server {
    /// Starts a server on a free port. None if there is none on this machine.
    pub fn start() -> Option<Self> {
        if !Path::new(DAEMON).exists() {
            eprintln!("no {DAEMON}: not tested");
            return None;
        }
        // In memory where there is such a folder: starting waits for the disk several times.
        let folder = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let data = format!("--datadir={}", folder.path().join("data").display());
        let installed = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                &data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
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
        let child = Command::new(DAEMON)
            .args(["--no-defaults", &data, "--user=root", "--bind-address=127.0.0.1"])
            .arg(format!("--socket={}", folder.path().join("socket").display()))
            .arg(format!("--pid-file={}", folder.path().join("pid").display()))
            .arg(format!("--port={port}"))
            .args([
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=2",
                "--default-time-zone=+05:00",
            ])
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let server = Self { child, folder, port };
        let started = Instant::now();
        while let Err(reason) = server.try_sql("SELECT 1") {
            assert!(started.elapsed() < Duration::from_secs(60), "{reason}");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    fn try_sql(&self, sql: &str) -> Result<String, String> {
        let done = Command::new("mariadb")
            .args([
                "--no-defaults",
                "--user=root",
                "--batch",
                "--skip-column-names",
                "--default-character-set=utf8mb4",
            ])
            .arg(format!("--socket={}", self.folder.path().join("socket").display()))
            .args(["-e", sql])
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        if done.status.success() {
            Ok(text(done.stdout))
        } else {
            Err(text(done.stderr))
        }
    }

    /// Runs statements as root.
    pub fn sql(&self, sql: &str) -> String {
        self.try_sql(sql).unwrap()
    }

    pub fn url(&self, user: &str, database: &str) -> String {
        format!("mysql://{user}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Stopped by its process: there is nothing in it to keep.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! A MariaDB server of one test process, for the tests of rooms that speak to one.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{missing, quiet_port};

const DAEMON: &str = "/usr/sbin/mariadbd";
/// How long it may take until a new server answers.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server without databases; it ends with this value.
#[derive(Debug)]
pub struct Server {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts a server on a free port, with further options of `mariadbd`. Its clock is not that of UTC, so that nothing relies on it.
    /// None if there is none on this machine.
    ///
    /// # Errors
    /// It cannot be installed or does not answer; the log says why.
    ///
    /// # Panics
    /// As [`missing`].
    pub fn start(options: &[&str]) -> io::Result<Option<Self>> {
        if !Path::new(DAEMON).exists() {
            missing(DAEMON);
            return Ok(None);
        }
        // In memory where there is such a folder: every change of a schema waits for the disk several times.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
        let file = |name: &str| folder.path().join(name).display().to_string();
        let data = format!("--datadir={}", file("data"));
        let installed = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                &data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--user=root",
            ])
            .output()?;
        if !installed.status.success() {
            return Err(io::Error::other(text(&installed.stderr)));
        }
        let port = quiet_port()?;
        let child = Command::new(DAEMON)
            .args(["--no-defaults", &data, "--user=root", "--bind-address=127.0.0.1"])
            .args([
                format!("--port={port}"),
                format!("--socket={}", file("socket")),
                format!("--pid-file={}", file("pid")),
            ])
            .args([
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=2",
                "--default-time-zone=+05:00",
            ])
            .args(options)
            .stdout(Stdio::null())
            .stderr(File::create(file("log"))?)
            .spawn()?;
        let mut server = Self { child, folder, port };
        let begin = Instant::now();
        while let Err(error) = server.sql("SELECT 1") {
            let is_gone = server.child.try_wait()?.is_some();
            if is_gone || begin.elapsed() > PATIENCE {
                let log = fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
                return Err(io::Error::other(format!("{error}\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(Some(server))
    }

    /// Runs statements as root; gives what they answer, without names of columns.
    ///
    /// # Errors
    /// What the server says against it.
    pub fn sql(&self, sql: &str) -> io::Result<String> {
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
            .output()?;
        if done.status.success() {
            Ok(text(&done.stdout))
        } else {
            Err(io::Error::other(text(&done.stderr)))
        }
    }

    /// Where a user, `name` or `name:password`, finds a database.
    pub fn url(&self, user: &str, database: &str) -> String {
        format!("mysql://{user}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // There is nothing in it to keep, and nobody to tell if it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

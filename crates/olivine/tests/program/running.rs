//! Runs the program and looks at what it says.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The program, ready for arguments.
pub fn olivine() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_olivine"));
    command.env_remove("OLIVINE_LOG");
    command
}

/// Runs the program on a site.
pub fn on(site: &Path, arguments: &[&str]) -> Output {
    olivine().arg("-C").arg(site).args(arguments).output().unwrap()
}

/// Runs it and insists that it succeeds; gives its standard output.
pub fn done(site: &Path, arguments: &[&str]) -> String {
    let output = on(site, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What it said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A text without the line breaks and marks that a terminal puts in.
pub fn unwrapped(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '│');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Runs it with a line on standard input.
pub fn with_input(site: &Path, arguments: &[&str], line: &str) -> Output {
    let mut child = olivine()
        .arg("-C")
        .arg(site)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Makes a demo site of so many courses, learners and days.
pub fn demo(dir: &Path, courses: u32, learners: u32, days: u32) -> PathBuf {
    let site = dir.join("demo");
    let size = [("--courses", courses), ("--learners", learners), ("--days", days)];
    let size = size.map(|(name, number)| format!("{name}={number}"));
    let made = olivine()
        .args(["demo", "--once"])
        .args(size)
        .arg("--dir")
        .arg(&site)
        .output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", said(&made));
    site
}

/// A site being served; stopped when dropped.
pub struct Served {
    child: Child,
    /// Its address, without a slash at the end.
    pub url: String,
}

impl Served {
    /// Serves a site on a free port.
    pub fn start(site: &Path) -> Self {
        Self::start_at(site, "127.0.0.1:0")
    }

    /// Serves a site at an address.
    pub fn start_at(site: &Path, address: &str) -> Self {
        Self::start_while(site, address, |_| {})
    }

    /// Serves a site at an address; something else happens while it starts.
    pub fn start_while(site: &Path, address: &str, meanwhile: impl FnOnce(&Child)) -> Self {
        let mut child = olivine()
            .arg("-C")
            .arg(site)
            .args(["serve", "--bind", address])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        meanwhile(&child);
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let url = loop {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the server ended");
            // What is logged meanwhile may hold an "at", too.
            let serving = line.strip_prefix("Serving ").and_then(|line| line.split_once(" at "));
            if let Some((_, url)) = serving {
                break url.trim_end().trim_end_matches('/').to_owned();
            }
        };
        // Somebody must read on, or the server blocks when the pipe is full.
        std::thread::spawn(move || lines.read_to_end(&mut Vec::new()));
        Self { child, url }
    }
}

impl Served {
    /// Tells the server to read settings and reports again.
    pub fn hang_up(&self) {
        hang_up(&self.child);
    }
}

/// Tells a server to read settings and reports again.
pub fn hang_up(server: &Child) {
    let told = Command::new("kill").arg("-HUP").arg(server.id().to_string()).status();
    assert!(told.unwrap().success());
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

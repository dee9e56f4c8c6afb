//! Progress bars on standard error; nothing is drawn where that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};
use olivine_lake::Watch;

/// A bar for one piece of work.
#[derive(Debug, Clone)]
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar over so many steps.
    pub fn steps(what: &str, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        bar.set_style(style("{msg:24} {wide_bar:.green/dim} {pos}/{len} {eta:>4}"));
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// A bar over bytes.
    pub fn bytes(what: &str) -> Self {
        let bar = ProgressBar::new(0);
        bar.set_style(style(
            "{msg:24} {wide_bar:.green/dim} {binary_bytes}/{binary_total_bytes} {eta:>4}",
        ));
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// So many steps are done.
    pub fn at(&self, step: u64) {
        self.0.set_position(step);
    }

    /// The number of steps is known.
    pub fn of(&self, total: u64) {
        self.0.set_length(total);
    }

    /// A step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// Another step begins.
    pub fn begin(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }

    /// The work is over; the bar goes away.
    pub fn done(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Watch for Bar {
    fn total_bytes(&self, bytes: u64) {
        self.0.set_length(bytes);
    }

    fn advanced(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn file(&self, _name: &str) {}
}

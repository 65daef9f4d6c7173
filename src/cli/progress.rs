use super::console::say;
use crate::pipeline::Tally;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// How far long work has come: on stderr, and only where somebody looks.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Nothing is shown unless `shown`.
    pub fn new(shown: bool) -> Self {
        if !shown {
            return Progress { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {elapsed} {human_pos} sentences ({per_sec}), {msg}");
        bar.set_style(style.expect("a template known to be right"));
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress { bar }
    }

    /// Shows the counts so far.
    pub fn update(&self, tally: &Tally) {
        if !self.bar.is_hidden() {
            self.bar.set_position(tally.sentences);
            self.bar.set_message(format!("{} documents, {} errors", tally.documents, tally.rejected));
        }
    }

    /// A line to stderr that the bar does not overwrite.
    pub fn say(&self, line: impl std::fmt::Display) {
        self.bar.suspend(|| say(line));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

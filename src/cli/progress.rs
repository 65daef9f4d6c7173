use super::console::say;
use crate::article::Meter;
use crate::pipeline::Tally;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// How far long work has come: on stderr, and only where somebody looks.
pub(super) struct Progress {
    bar: ProgressBar,
    /// What is read of the inputs, which the time left is told from.
    meter: Meter,
    begun: Instant,
    /// Sentences that an earlier run did.
    before: u64,
}

impl Progress {
    /// Nothing is shown.
    pub fn hidden() -> Self {
        Progress { bar: ProgressBar::hidden(), meter: Meter::default(), begun: Instant::now(), before: 0 }
    }

    /// Shown; `total` is the bytes that `meter` will have counted at the end, where that is known.
    pub fn shown(total: Option<u64>, meter: Meter) -> Self {
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), "{elapsed} {bar:20} {percent}%, {eta} left: {msg}"),
            None => (ProgressBar::new_spinner(), "{elapsed} {spinner} {msg}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("a template known to be right"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, meter, ..Progress::hidden() }
    }

    /// Counts that an earlier run left.
    pub fn starts_after(&mut self, tally: &Tally) {
        self.before = tally.sentences;
    }

    /// Shows the counts so far.
    pub fn update(&self, tally: &Tally) {
        if self.bar.is_hidden() {
            return;
        }
        let speed = (tally.sentences - self.before) as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
        self.bar.set_position(self.meter.bytes());
        self.bar.set_message(format!(
            "{} sentences ({}/s), {} documents, {} errors",
            HumanCount(tally.sentences),
            HumanCount(speed as u64),
            HumanCount(tally.documents),
            HumanCount(tally.rejected)
        ));
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

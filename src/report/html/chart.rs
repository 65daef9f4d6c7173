use super::mark::at;
use crate::base::escape;
use crate::evaluate::Evaluation;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 26.0;
const TOP: f64 = 38.0;
const RIGHT: f64 = 350.0;
const BOTTOM: f64 = 260.0;

/// A square plot: what x and y run over.
struct Plot {
    lowest: f64,
}

impl Plot {
    fn x(&self, share: f64) -> f64 {
        LEFT + share * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (value - self.lowest) / (1.0 - self.lowest) * (BOTTOM - TOP)
    }

    /// Axes with their ticks and names; the name of y stands above, where it can be read.
    fn frame(&self, x_name: &str, y_name: &str) -> String {
        let mut out = String::new();
        let step = if self.lowest < 0.5 { 2 } else { 1 };
        for tenths in (0..=10).step_by(step) {
            let value = f64::from(tenths as u8) / 10.0;
            if value > self.lowest - 0.01 {
                let y = at(self.y(value));
                out += &format!("<path class=\"axis\" d=\"M{LEFT} {y}H{RIGHT}\"/>");
                out +=
                    &format!("<text x=\"{}\" y=\"{y}\" dy=\".35em\" text-anchor=\"end\">{value:.1}</text>", LEFT - 6.0);
            }
            if tenths % 2 == 0 {
                let (x, y) = (at(self.x(value)), BOTTOM + 16.0);
                out += &format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{value:.1}</text>");
            }
        }
        let (middle, below) = ((LEFT + RIGHT) / 2.0, HEIGHT - 6.0);
        out += &format!("<text x=\"{middle}\" y=\"{below}\" text-anchor=\"middle\">{x_name}</text>");
        out + &format!("<text x=\"4\" y=\"10\">{y_name}</text>")
    }
}

fn svg(words: &str, inner: &str) -> String {
    let words = escape(words);
    format!("<svg role=\"img\" aria-label=\"{words}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">{inner}</svg>")
}

/// The reliability diagram: share right over mean probability, the gap to the ideal, the rows of each bin.
pub(super) fn reliability(evaluation: &Evaluation) -> String {
    let plot = Plot { lowest: 0.0 };
    let most = evaluation.reliability.iter().map(|bin| bin.weight).fold(1.0, f64::max);
    let mut inner = plot.frame("probability of the likeliest label", "share right");
    let (mut points, mut words) = (Vec::new(), Vec::new());
    for bin in &evaluation.reliability {
        let height = 45.0 * bin.weight / most;
        let (x, width) = (plot.x(bin.low) + 1.0, plot.x(bin.high) - plot.x(bin.low) - 2.0);
        inner += &format!(
            "<rect class=\"rows\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            at(x),
            at(BOTTOM - height),
            at(width),
            at(height)
        );
        if let (Some(sure), Some(right)) = (bin.confidence, bin.accuracy) {
            points.push((plot.x(sure), plot.y(right), plot.y(sure)));
            words.push(format!("at {sure:.2} {right:.2}"));
        }
    }
    let corner = (at(plot.x(1.0)), at(plot.y(1.0)));
    inner += &format!("<path class=\"ideal\" d=\"M{LEFT} {BOTTOM}L{} {}\"/>", corner.0, corner.1);
    for (x, y, ideal) in &points {
        inner += &format!("<path class=\"gap\" d=\"M{0} {1}V{2}\"/>", at(*x), at(*ideal), at(*y));
    }
    inner += &line(points.iter().map(|point| (point.0, point.1)));
    for (x, y, _) in &points {
        inner += &format!("<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", at(*x), at(*y));
    }
    svg(&format!("Reliability diagram. Share right by mean probability: {}.", words.join(", ")), &inner)
}

/// The coverage–accuracy curve with the thresholds of the table marked on it.
pub(super) fn coverage(evaluation: &Evaluation) -> String {
    let least = evaluation.curve.iter().map(|point| point.accuracy).fold(1.0, f64::min);
    let tenth = ((least - 0.05) * 10.0).floor() / 10.0;
    let plot = Plot { lowest: if tenth < 0.5 { 0.0 } else { tenth.min(0.8) } };
    let mut inner = plot.frame("share of sentences labelled", "share of these right");
    inner += &line(evaluation.curve.iter().map(|point| (plot.x(point.coverage), plot.y(point.accuracy))));
    let mut words = Vec::new();
    let mut last = (f64::INFINITY, f64::INFINITY);
    for threshold in &evaluation.thresholds {
        let (Some(coverage), Some(accuracy)) = (threshold.coverage.value, threshold.accuracy.value) else { continue };
        let (x, y, sure) = (plot.x(coverage), plot.y(accuracy), threshold.at * 100.0);
        inner += &format!("<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>", at(x), at(y));
        if last.0 - x > 52.0 || y - last.1 > 16.0 || last.1 - y > 16.0 {
            inner += &mark(x, y, sure);
            last = (x, y);
        }
        words.push(format!("at least {sure:.0} % sure: coverage {coverage:.2}, accuracy {accuracy:.2}"));
    }
    svg(&format!("Coverage and accuracy. {}.", words.join("; ")), &inner)
}

/// A threshold's name above its point and to the right of it, where a falling curve leaves room.
fn mark(x: f64, y: f64, sure: f64) -> String {
    let (x, anchor) = if RIGHT - x < 50.0 { (x, "end") } else { (x + 4.0, "start") };
    format!("<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">≥ {sure:.0} %</text>", at(x), at(y - 8.0))
}

/// Macro-F1 over rows trained on, each point with its interval.
pub(super) fn learning(evaluation: &Evaluation) -> String {
    let most = evaluation.learning.iter().map(|point| point.rows).max().unwrap_or(1).max(1);
    let plot = Plot { lowest: 0.0 };
    let mut inner = plot.frame(&format!("share of the {most} sentences trained on"), "macro-F1");
    let x = |rows: usize| plot.x(rows as f64 / most as f64);
    let values = || evaluation.learning.iter().filter_map(|point| Some((point, point.macro_f1.value?)));
    for (point, _) in values() {
        if let (Some(low), Some(high)) = (point.macro_f1.low, point.macro_f1.high) {
            inner += &format!(
                "<path class=\"spread\" d=\"M{} {}V{}\"/>",
                at(x(point.rows)),
                at(plot.y(low)),
                at(plot.y(high))
            );
        }
    }
    inner += &line(values().map(|(point, value)| (x(point.rows), plot.y(value))));
    for (point, value) in values() {
        inner += &format!("<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", at(x(point.rows)), at(plot.y(value)));
    }
    let words: Vec<String> = values().map(|(point, value)| format!("{} sentences {value:.3}", point.rows)).collect();
    svg(&format!("Learning curve. Macro-F1: {}.", words.join(", ")), &inner)
}

fn line(points: impl Iterator<Item = (f64, f64)>) -> String {
    let steps: Vec<String> = points.map(|(x, y)| format!("{} {}", at(x), at(y))).collect();
    if steps.is_empty() { String::new() } else { format!("<path class=\"line\" d=\"M{}\"/>", steps.join("L")) }
}

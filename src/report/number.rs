use crate::evaluate::{Figure, Measured};

/// `0.712`, or `undefined`.
pub(super) fn value(value: Option<f64>) -> String {
    value.map_or_else(|| "undefined".to_owned(), |value| format!("{:.3}", unsigned(value, 3)))
}

/// `0.712 (0.680–0.741)`; without its interval where it has none.
pub(super) fn figure(figure: &Figure) -> String {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => {
            let to = if low < 0.0 { " to " } else { "–" };
            format!("{} ({:.3}{to}{:.3})", value(figure.value), unsigned(low, 3), unsigned(high, 3))
        }
        _ => value(figure.value),
    }
}

/// The same of a metric that may not have been measured.
pub(super) fn measured(measured: Option<&Measured>) -> String {
    figure(&measured.map(Measured::figure).unwrap_or_default())
}

/// A weight: whole where it is whole.
pub(super) fn weight(weight: f64) -> String {
    if weight.fract() == 0.0 { format!("{weight:.0}") } else { format!("{weight:.1}") }
}

/// `71 %`.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "undefined".to_owned(), |share| format!("{:.1} %", unsigned(share * 100.0, 1)))
}

/// A chance: `0.031`, `< 0.001`.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// Rounded to some decimals, so that float noise reaches no file; zero has no sign.
pub(crate) fn unsigned(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale + 0.0
}

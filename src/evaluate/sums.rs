use super::Scored;
use crate::base::Stance;

/// Equal-width bins of probability in reliability tables and in the expected calibration error.
pub const BINS: usize = 15;

/// Column of the confusion counts that holds the rows left without a label.
pub const ABSTAINED: usize = 3;

const SCORED: usize = 12;
const LOG_LOSS: usize = 13;
const BRIER: usize = 14;
const TOP: usize = 15;
const CLASS: usize = TOP + BINS * 3;
/// How many sums an evaluation keeps.
pub const LEN: usize = CLASS + 3 * BINS * 3;

/// Everything the figures are derived from, as plain sums over rows, so that a resample is an addition.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums(pub(super) Box<[f64; LEN]>);

/// The rows whose probability falls into one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinSums {
    /// Their weight.
    pub weight: f64,
    /// Sum of their probabilities.
    pub sure: f64,
    /// Weight of those where the event came true.
    pub right: f64,
}

impl Default for Sums {
    fn default() -> Self {
        Sums(Box::new([0.0; LEN]))
    }
}

/// The bin of a probability: bins are `(low, high]`, the first one holding 0 too.
pub fn bin_of(p: f64) -> usize {
    ((p * BINS as f64).ceil() as usize).clamp(1, BINS) - 1
}

/// What one row adds to the label counts, as (place, amount).
pub(super) fn add_label(row: &Scored, prediction: Option<Stance>, add: &mut dyn FnMut(usize, f64)) {
    let column = prediction.map_or(ABSTAINED, Stance::index);
    add(row.gold.index() * 4 + column, row.weight);
}

/// What one row adds to the probability sums, as (place, amount).
pub(super) fn add_scores(row: &Scored, add: &mut dyn FnMut(usize, f64)) {
    if !row.has_scores() {
        return;
    }
    let p = row.scores.0.map(f64::from);
    let hit = Stance::ALL.map(|stance| f64::from(u8::from(stance == row.gold)));
    // scikit-learn clips at the epsilon of f64, so that a certain mistake costs 36, not infinity.
    let of_gold = p[row.gold.index()].clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    let weight = row.weight;
    add(SCORED, weight);
    add(LOG_LOSS, -libm::log(of_gold) * weight);
    add(BRIER, (0..3).map(|k| (p[k] - hit[k]) * (p[k] - hit[k])).sum::<f64>() * weight);
    let top = row.scores.best().index();
    add_bin(TOP, p[top], hit[top], weight, add);
    for k in 0..3 {
        add_bin(CLASS + k * BINS * 3, p[k], hit[k], weight, add);
    }
}

fn add_bin(base: usize, p: f64, hit: f64, weight: f64, add: &mut dyn FnMut(usize, f64)) {
    let at = base + bin_of(p) * 3;
    add(at, weight);
    add(at + 1, p * weight);
    add(at + 2, hit * weight);
}

impl Sums {
    /// The sums of some rows.
    pub fn of(rows: &[Scored]) -> Self {
        let mut sums = Sums::default();
        let mut add = |at: usize, amount: f64| sums.0[at] += amount;
        for row in rows {
            add_label(row, row.prediction, &mut add);
            add_scores(row, &mut add);
        }
        sums
    }

    /// Weight of the rows a reader gave `gold` and the model put in `column` (a stance's index or [`ABSTAINED`]).
    pub fn cell(&self, gold: Stance, column: usize) -> f64 {
        self.0[gold.index() * 4 + column]
    }

    /// The confusion counts: a row for each gold label, a column for each given one and one for abstained.
    pub fn confusion(&self) -> [[f64; 4]; 3] {
        Stance::ALL.map(|gold| std::array::from_fn(|column| self.cell(gold, column)))
    }

    /// Weight of the rows with this gold label.
    pub fn support(&self, gold: Stance) -> f64 {
        (0..4).map(|column| self.cell(gold, column)).sum()
    }

    /// Weight of the rows given this label.
    pub fn predicted(&self, label: Stance) -> f64 {
        Stance::ALL.iter().map(|&gold| self.cell(gold, label.index())).sum()
    }

    /// Weight of the rows rightly given this label.
    pub fn right(&self, label: Stance) -> f64 {
        self.cell(label, label.index())
    }

    /// Weight of all rows.
    pub fn weight(&self) -> f64 {
        self.0[..12].iter().sum()
    }

    /// Weight of the rows without a label.
    pub fn abstained(&self) -> f64 {
        Stance::ALL.iter().map(|&gold| self.cell(gold, ABSTAINED)).sum()
    }

    /// Weight of the rows that have probabilities.
    pub fn scored(&self) -> f64 {
        self.0[SCORED]
    }

    /// Sum of −ln p(gold).
    pub fn log_loss(&self) -> f64 {
        self.0[LOG_LOSS]
    }

    /// Sum of the squared distances between probabilities and truth.
    pub fn brier(&self) -> f64 {
        self.0[BRIER]
    }

    /// One bin of the likeliest label's probability.
    pub fn top_bin(&self, bin: usize) -> BinSums {
        self.bin(TOP + bin * 3)
    }

    /// One bin of one label's probability.
    pub fn class_bin(&self, label: Stance, bin: usize) -> BinSums {
        self.bin(CLASS + (label.index() * BINS + bin) * 3)
    }

    fn bin(&self, at: usize) -> BinSums {
        BinSums { weight: self.0[at], sure: self.0[at + 1], right: self.0[at + 2] }
    }
}

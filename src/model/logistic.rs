//! Multinomial logistic regression on sparse records behind linfa's traits.
//!
//! Minimises Σ weight × cross-entropy + ½ · penalty · ‖W‖² (the bias is free), as scikit-learn's
//! `LogisticRegression` does with C = 1/penalty. Targets are three probabilities a row, so that a
//! certain label and a teacher's opinion are learnt by the same code.

use super::lbfgs::{Stop, minimise};
use super::objective::{Objective, Precision, Prior, flatten, softmax, unflatten};
use super::sparse::SparseRecords;
use linfa::ParamGuard;
use linfa::dataset::{DatasetBase, Records};
use linfa::traits::{Fit, FitWith, PredictInplace};
use ndarray::Array2;

/// What can go wrong in a fit.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A setting that cannot work.
    #[error("penalty: expected a number above 0, found {0}")]
    Penalty(f64),
    /// A class without a row: its probability would have no meaning.
    #[error("expected rows of all three labels, found none of {0}; add rows or leave this fold out")]
    MissingClass(crate::base::Stance),
    /// Sizes that do not belong together.
    #[error("expected {rows} targets (and weights, where given), found {targets}")]
    Shape {
        /// Rows of the records.
        rows: usize,
        /// Rows of the targets.
        targets: usize,
    },
    /// From linfa itself.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// Settings of the fit, not yet checked.
#[derive(Debug, Clone)]
pub struct SparseLogistic(ValidLogistic);

/// Checked settings.
#[derive(Debug, Clone)]
pub struct ValidLogistic {
    penalty: f64,
    tolerance: f64,
    steps: usize,
}

impl SparseLogistic {
    /// A fit with this L2 penalty.
    pub fn new(penalty: f64) -> Self {
        SparseLogistic(ValidLogistic { penalty, tolerance: 1e-2, steps: 300 })
    }

    /// Stops when the gradient's norm has fallen to this share of its first value.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }
}

impl ParamGuard for SparseLogistic {
    type Checked = ValidLogistic;
    type Error = FitError;

    fn check_ref(&self) -> Result<&ValidLogistic, FitError> {
        if self.0.penalty > 0.0 { Ok(&self.0) } else { Err(FitError::Penalty(self.0.penalty)) }
    }

    fn check(self) -> Result<ValidLogistic, FitError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// A fitted model: a row of three weights for each feature, and three biases.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Features × classes.
    pub weights: Vec<[f32; 3]>,
    /// One a class.
    pub bias: [f32; 3],
}

pub(super) type Labelled = DatasetBase<SparseRecords, Array2<f32>>;

impl Fit<SparseRecords, Array2<f32>, FitError> for ValidLogistic {
    type Object = Logistic;

    fn fit(&self, dataset: &Labelled) -> Result<Logistic, FitError> {
        self.fit_with(None, dataset)
    }
}

impl<'a> FitWith<'a, SparseRecords, Array2<f32>, FitError> for ValidLogistic {
    type ObjectIn = Option<Logistic>;
    type ObjectOut = Logistic;

    /// Starts from a former model of the same width; the minimum is the same, the way to it shorter.
    fn fit_with(&self, former: Option<Logistic>, dataset: &'a Labelled) -> Result<Logistic, FitError> {
        check(dataset)?;
        let width = dataset.records.nfeatures();
        let start = former.filter(|model| model.weights.len() == width).map_or(vec![0.0; 3 * (width + 1)], flatten);
        let objective = Objective { dataset, prior: Prior::Zero { penalty: self.penalty } };
        Ok(unflatten(&minimise(start, self.stop(), |point, gradient| objective.at(point, gradient))))
    }
}

impl ValidLogistic {
    fn stop(&self) -> Stop {
        Stop { tolerance: self.tolerance, steps: self.steps }
    }

    /// Moves a former model only as far as new rows pull it: minimises their loss + ½ · Σ precision · (weight − former
    /// weight)², or the same form of a whole matrix. The settings' penalty counts for nothing here, and rows of each class
    /// are not needed.
    pub(super) fn fit_around(
        &self,
        former: Logistic,
        precision: Precision,
        dataset: &Labelled,
    ) -> Result<Logistic, FitError> {
        check_shape(dataset)?;
        let center = flatten(former);
        let objective = Objective { dataset, prior: Prior::Around { center: &center, precision } };
        Ok(unflatten(&minimise(center.clone(), self.stop(), |point, gradient| objective.at(point, gradient))))
    }
}

fn check(dataset: &Labelled) -> Result<(), FitError> {
    check_shape(dataset)?;
    for stance in crate::base::Stance::ALL {
        if dataset.targets.column(stance.index()).sum() <= 0.0 {
            return Err(FitError::MissingClass(stance));
        }
    }
    Ok(())
}

fn check_shape(dataset: &Labelled) -> Result<(), FitError> {
    let (rows, targets) = (dataset.records.nsamples(), dataset.targets.nrows());
    if rows != targets || dataset.weights().is_some_and(|weights| weights.len() != rows) {
        return Err(FitError::Shape { rows, targets });
    }
    Ok(())
}

impl Logistic {
    /// The log-odds of one row of (column, value).
    pub fn logits(&self, row: impl Iterator<Item = (usize, f32)>) -> [f32; 3] {
        let mut logits = self.bias;
        for (column, value) in row {
            let weights = &self.weights[column];
            for class in 0..3 {
                logits[class] += weights[class] * value;
            }
        }
        logits
    }
}

impl Logistic {
    /// The diagonal of the loss's second derivative at these weights: Σ row weight × p (1 − p) × value², a row a feature
    /// and the bias last, a column a class.
    pub(super) fn curvature(&self, dataset: &Labelled) -> Vec<[f64; 3]> {
        let mut curvature = vec![[0.0; 3]; self.weights.len() + 1];
        for row in 0..dataset.records.nsamples() {
            let weight = dataset.weights().map_or(1.0, |weights| weights[row]);
            let (p, _, _) = softmax(self.logits(dataset.records.row(row)));
            let spread = p.map(|p| f64::from(weight * p * (1.0 - p)));
            for (column, value) in dataset.records.row(row).chain([(self.weights.len(), 1.0)]) {
                let square = f64::from(value * value);
                (0..3).for_each(|class| curvature[column][class] += spread[class] * square);
            }
        }
        curvature
    }
}

impl PredictInplace<SparseRecords, Array2<f32>> for Logistic {
    fn predict_inplace<'a>(&'a self, records: &'a SparseRecords, probabilities: &mut Array2<f32>) {
        for row in 0..records.nsamples() {
            let (found, _, _) = softmax(self.logits(records.row(row)));
            probabilities.row_mut(row).assign(&ndarray::arr1(&found));
        }
    }

    fn default_target(&self, records: &SparseRecords) -> Array2<f32> {
        Array2::zeros((records.nsamples(), 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::traits::Predict;
    use ndarray::{Array1, Array2};

    /// Sixty rows of four numbers; the label leans on the first two, with some noise.
    fn problem() -> (Array2<f64>, Array1<usize>) {
        let number = |row: usize, column: usize| ((row * 37 + column * 101 + row * row * 13) % 97) as f64 / 48.0 - 1.0;
        let x = Array2::from_shape_fn((60, 4), |(row, column)| number(row, column));
        let y = Array1::from_shape_fn(60, |row| match x[[row, 0]] + x[[row, 1]] + 0.4 * number(row, 7) {
            sum if sum > 0.4 => 0,
            sum if sum < -0.4 => 1,
            _ => 2,
        });
        (x, y)
    }

    fn sparse(x: &Array2<f64>) -> SparseRecords {
        let rows: Vec<Vec<(u32, f32)>> = x
            .rows()
            .into_iter()
            .map(|row| row.iter().enumerate().map(|(column, value)| (column as u32, *value as f32)).collect())
            .collect();
        SparseRecords::from_rows(x.ncols(), rows.iter().map(Vec::as_slice))
    }

    fn one_hot(y: &Array1<usize>) -> Array2<f32> {
        Array2::from_shape_fn((y.len(), 3), |(row, class)| f32::from(u8::from(y[row] == class)))
    }

    #[test]
    fn agrees_with_linfa_logistic_on_a_small_dense_problem() {
        let (x, y) = problem();
        let dense = linfa_logistic::MultiLogisticRegression::default()
            .alpha(1.0)
            .max_iterations(500)
            .gradient_tolerance(1e-8)
            .fit(&DatasetBase::new(x.clone(), y.clone()))
            .expect("the dense fit converges");
        let expected = dense.predict_probabilities(&x);
        let dataset = DatasetBase::new(sparse(&x), one_hot(&y));
        let model = SparseLogistic::new(1.0).tolerance(1e-9).fit(&dataset).expect("three classes");
        let found: Array2<f32> = model.predict(&dataset);
        for (expected, found) in expected.iter().zip(found.iter()) {
            assert!((expected - f64::from(*found)).abs() < 1e-4, "{expected} {found}");
        }
    }

    #[test]
    fn a_weight_of_two_equals_the_row_twice() {
        let (x, y) = problem();
        let twice = ndarray::concatenate(ndarray::Axis(0), &[x.view(), x.view()]).expect("same width");
        let labels = ndarray::concatenate(ndarray::Axis(0), &[y.view(), y.view()]).expect("vectors");
        let doubled = DatasetBase::new(sparse(&twice), one_hot(&labels));
        let weighted = DatasetBase::new(sparse(&x), one_hot(&y)).with_weights(Array1::from_elem(60, 2.0));
        let settings = SparseLogistic::new(1.0).tolerance(1e-8);
        let (a, b) = (settings.fit(&doubled).expect("fits"), settings.fit(&weighted).expect("fits"));
        for (a, b) in a.weights.iter().flatten().zip(b.weights.iter().flatten()) {
            assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
    }

    #[test]
    fn starting_from_the_answer_gives_the_answer() {
        let (x, y) = problem();
        let dataset = DatasetBase::new(sparse(&x), one_hot(&y));
        let settings = SparseLogistic::new(1.0).tolerance(1e-8).check().expect("a good penalty");
        let first = settings.fit(&dataset).expect("fits");
        let again = settings.fit_with(Some(first.clone()), &dataset).expect("fits");
        for (a, b) in first.weights.iter().flatten().zip(again.weights.iter().flatten()) {
            assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
    }

    #[test]
    fn a_missing_class_and_a_bad_penalty_are_said() {
        let (x, _) = problem();
        let dataset = DatasetBase::new(sparse(&x), one_hot(&Array1::zeros(60)));
        let error = SparseLogistic::new(1.0).fit(&dataset).expect_err("one class only");
        assert!(error.to_string().contains("found none of restrict"), "{error}");
        assert!(SparseLogistic::new(0.0).fit(&dataset).is_err());
    }
}

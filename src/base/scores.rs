use super::Stance;
use serde::{Deserialize, Serialize};

/// Three probabilities in the order of [`Stance::ALL`], summing to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores(pub [f32; 3]);

impl Scores {
    /// Certainly neutral: what boilerplate gets.
    pub const NEUTRAL: Scores = Scores([0.0, 0.0, 1.0]);

    /// Softmax of three log-odds; `exp` comes from the pinned `libm`, so every machine agrees.
    pub fn softmax(logits: [f32; 3]) -> Scores {
        let top = logits[0].max(logits[1]).max(logits[2]);
        let e = logits.map(|logit| libm::expf(logit - top));
        let sum = e[0] + e[1] + e[2];
        Scores(e.map(|value| value / sum))
    }

    /// The likeliest stance; a tie goes to neutral, then admit.
    pub fn best(&self) -> Stance {
        [Stance::Neutral, Stance::Admit, Stance::Restrict]
            .into_iter()
            .reduce(|best, next| if self.of(next) > self.of(best) { next } else { best })
            .expect("three stances")
    }

    /// The probability of one stance.
    pub fn of(&self, stance: Stance) -> f32 {
        self.0[stance.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_sums_to_one_even_for_huge_logits() {
        let scores = Scores::softmax([1e4, -1e4, 0.0]);
        assert_eq!(scores.0, [1.0, 0.0, 0.0]);
        assert_eq!(scores.best(), Stance::Admit);
    }

    #[test]
    fn a_tie_is_neutral() {
        assert_eq!(Scores::softmax([0.0; 3]).best(), Stance::Neutral);
    }
}

use std::collections::BTreeMap;

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'c> {
    /// The class that the model gives it, 0 to 2.
    pub class: usize,
    /// Its source.
    pub source: &'c str,
    /// Its document.
    pub doc: &'c str,
}

/// Chooses some candidates, the worthiest first: of each class its quota, and from no source and no document more than
/// twice its even share of that, as long as there are others. Where a class has too few the others fill up.
/// `fits` says whether one fits to those chosen so far; one that does not is never chosen. Gives places, in the order of
/// choice.
///
/// ```
/// use stance::pipeline::{Standing, spread};
/// let at = |class, doc| Standing { class, source: "", doc };
/// let candidates = [at(2, "a"), at(2, "a"), at(2, "b"), at(0, "a"), at(1, "a")];
/// assert_eq!(spread(&candidates, [1, 1, 1], |_, _| true), [3, 4, 0]);
/// ```
pub fn spread(candidates: &[Standing], quotas: [usize; 3], fits: impl FnMut(usize, &[usize]) -> bool) -> Vec<usize> {
    let mut choice = Choice { candidates, open: vec![true; candidates.len()], taken: Vec::new(), fits };
    for (class, quota) in quotas.into_iter().enumerate() {
        let until = choice.taken.len() + quota;
        let members: Vec<usize> = (0..candidates.len()).filter(|&at| candidates[at].class == class).collect();
        choice.within_shares(&members, quota, until);
        choice.take(&members, until, |_| true);
    }
    choice.take(&(0..candidates.len()).collect::<Vec<_>>(), quotas.iter().sum(), |_| true);
    choice.taken
}

/// `count` in three parts: halfway between even ones and the shares of the counts given.
///
/// ```
/// assert_eq!(stance::pipeline::quotas(12, [0, 0, 100]), [2, 2, 8]);
/// ```
pub fn quotas(count: usize, classes: [u64; 3]) -> [usize; 3] {
    let all = classes.iter().sum::<u64>().max(1) as f64;
    let part = |class: usize| (count as f64 * (classes[class] as f64 / all + 1.0 / 3.0) / 2.0).floor() as usize;
    let [admit, restrict] = [part(0), part(1)];
    [admit, restrict, count - admit - restrict]
}

struct Choice<'c, F> {
    candidates: &'c [Standing<'c>],
    open: Vec<bool>,
    taken: Vec<usize>,
    fits: F,
}

impl<F: FnMut(usize, &[usize]) -> bool> Choice<'_, F> {
    /// Takes members until so many are taken, none beyond the shares of its source and its document.
    fn within_shares(&mut self, members: &[usize], quota: usize, until: usize) {
        let candidates = self.candidates;
        let keys = |at: usize| [(0, candidates[at].source), (1, candidates[at].doc)];
        let mut used: BTreeMap<(usize, &str), usize> =
            members.iter().flat_map(|&at| keys(at)).map(|key| (key, 0)).collect();
        let mut kinds = [0usize; 2];
        used.keys().for_each(|(kind, _)| kinds[*kind] += 1);
        let most = kinds.map(|kinds| (2 * quota).div_ceil(kinds.max(1)));
        self.take(members, until, |at| {
            let has_room = keys(at).iter().all(|key| used[key] < most[key.0]);
            if has_room {
                keys(at).iter().for_each(|key| *used.entry(*key).or_default() += 1);
            }
            has_room
        });
    }

    /// Takes members that are allowed and fit, in order, until so many are taken.
    fn take(&mut self, members: &[usize], until: usize, mut allowed: impl FnMut(usize) -> bool) {
        for &at in members {
            if self.taken.len() >= until {
                return;
            }
            if !self.open[at] {
                continue;
            }
            if !(self.fits)(at, &self.taken) {
                self.open[at] = false;
            } else if allowed(at) {
                self.open[at] = false;
                self.taken.push(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'c>(class: usize, source: &'c str, doc: &'c str) -> Standing<'c> {
        Standing { class, source, doc }
    }

    #[test]
    fn one_document_does_not_crowd_out_the_others() {
        let mut candidates = vec![at(0, "s", "long"); 30];
        candidates.extend(["a", "b", "c"].map(|doc| at(0, "s", doc)));
        let taken = spread(&candidates, [12, 0, 0], |_, _| true);
        assert_eq!(taken.len(), 12);
        assert!([30, 31, 32].iter().all(|other| taken.contains(other)), "{taken:?}");
    }

    #[test]
    fn a_class_with_too_few_leaves_its_share_to_the_others() {
        let mut candidates = vec![at(2, "s", "d"); 20];
        candidates.push(at(0, "s", "d"));
        let taken = spread(&candidates, [3, 3, 3], |_, _| true);
        assert_eq!((taken.len(), taken.contains(&20)), (9, true));
    }

    #[test]
    fn what_does_not_fit_is_never_taken() {
        let candidates = vec![at(1, "s", "d"); 10];
        let taken = spread(&candidates, [4, 4, 2], |at, taken| at % 2 == 0 && taken.len() < 4);
        assert_eq!(taken, [0, 2, 4, 6]);
    }
}

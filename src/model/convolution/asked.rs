//! Where the network is asked: many sentences are so plainly neutral by their n-grams that it changes hardly anything.

use crate::model::sentence_stage::TwoLogits;
use crate::model::settings::ConvolutionSettings;

/// The log-odds of a sentence's features with those of the network, which `ask` works out; where the features are sure,
/// with what it says on average of such sentences.
pub(in crate::model) fn join(
    features: &TwoLogits,
    unasked: Option<[f32; 6]>,
    settings: &ConvolutionSettings,
    ask: impl FnOnce() -> [f32; 6],
) -> TwoLogits {
    let said = instead(features, unasked, settings).unwrap_or_else(ask);
    let mut logits = *features;
    for (sum, value) in logits.as_flattened_mut().iter_mut().zip(said) {
        *sum += settings.share * value;
    }
    logits
}

/// What counts in the network's place; `None` where it is asked.
pub(in crate::model) fn instead(
    features: &TwoLogits,
    unasked: Option<[f32; 6]>,
    settings: &ConvolutionSettings,
) -> Option<[f32; 6]> {
    unasked.filter(|_| are_sure(features, settings))
}

/// What networks that had not seen them say on average of the sentences whose features are sure; `None` without any.
pub(in crate::model) fn unasked<'s>(
    said: impl Iterator<Item = (&'s TwoLogits, &'s [f32; 6])>,
    settings: &ConvolutionSettings,
) -> Option<[f32; 6]> {
    let (mut sums, mut count) = ([0.0f64; 6], 0u32);
    for (_, order) in said.filter(|(features, _)| are_sure(features, settings)) {
        sums.iter_mut().zip(order).for_each(|(sum, value)| *sum += f64::from(*value));
        count += 1;
    }
    (count > 0).then(|| sums.map(|sum| (sum / f64::from(count)) as f32))
}

/// Whether neutral is so far ahead of either side, in both readings, that the network need not be asked.
fn are_sure(logits: &TwoLogits, settings: &ConvolutionSettings) -> bool {
    logits.iter().all(|[admit, restrict, neutral]| neutral - admit.max(*restrict) > settings.sure)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE: TwoLogits = [[0.0, 0.5, 2.0], [0.0, 0.0, 2.0]];
    const UNSURE: TwoLogits = [[0.0, 0.5, 2.0], [0.0, 1.5, 2.0]];

    fn settings() -> ConvolutionSettings {
        ConvolutionSettings { sure: 1.0, share: 0.5, ..ConvolutionSettings::default() }
    }

    #[test]
    fn it_is_asked_unless_both_readings_are_sure() {
        let with = |features, unasked| join(features, unasked, &settings(), || [4.0; 6]);
        assert_eq!(with(&SURE, Some([1.0; 6])), [[0.5, 1.0, 2.5], [0.5, 0.5, 2.5]]);
        assert_eq!(with(&UNSURE, Some([1.0; 6])), [[2.0, 2.5, 4.0], [2.0, 3.5, 4.0]]);
        assert_eq!(with(&SURE, None), [[2.0, 2.5, 4.0], [2.0, 2.0, 4.0]]);
    }

    #[test]
    fn the_average_is_that_of_sure_sentences_alone() {
        let said = [(SURE, [1.0; 6]), (UNSURE, [9.0; 6]), (SURE, [2.0; 6])];
        let pairs = |upto: &[(TwoLogits, [f32; 6])]| unasked(upto.iter().map(|(a, b)| (a, b)), &settings());
        assert_eq!(pairs(&said), Some([1.5; 6]));
        assert_eq!(pairs(&said[1..2]), None);
    }
}

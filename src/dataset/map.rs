use crate::base::Stance;
use std::str::FromStr;

/// Other words for the three labels, as given by `--map FROM=TO,…`.
///
/// ```
/// use stance::{base::Stance, dataset::LabelMap};
/// let map: LabelMap = "FAVOR=admit,AGAINST=restrict,NONE=neutral".parse()?;
/// assert_eq!(map.stance("AGAINST"), Some(Stance::Restrict));
/// assert_eq!(map.stance("admit"), Some(Stance::Admit));
/// assert_eq!(map.stance("favor"), None);
/// # Ok::<(), stance::dataset::BadMap>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelMap(Vec<(String, Stance)>);

/// A `--map` that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected FROM=TO,… with TO one of admit, restrict, neutral and each FROM once, found {0:?}")]
pub struct BadMap(pub String);

impl LabelMap {
    /// What a label word stands for: a mapped word first, then the three names themselves.
    pub fn stance(&self, word: &str) -> Option<Stance> {
        let mapped = self.0.iter().find(|(from, _)| from == word);
        mapped.map(|(_, to)| *to).or_else(|| word.parse().ok())
    }
}

impl FromStr for LabelMap {
    type Err = BadMap;

    fn from_str(words: &str) -> Result<Self, BadMap> {
        let mut map = LabelMap::default();
        for pair in words.split(',').filter(|pair| !pair.trim().is_empty()) {
            let bad = || BadMap(pair.trim().to_owned());
            let (from, to) = pair.rsplit_once('=').ok_or_else(bad)?;
            let (from, to) = (from.trim(), to.trim().parse().map_err(|_| bad())?);
            if from.is_empty() || map.0.iter().any(|(known, _)| known == from) {
                return Err(bad());
            }
            map.0.push((from.to_owned(), to));
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_mapped_twice_is_refused() {
        let error = "A=admit,A=restrict".parse::<LabelMap>().expect_err("twice");
        insta::assert_snapshot!(error, @r#"expected FROM=TO,… with TO one of admit, restrict, neutral and each FROM once, found "A=restrict""#);
    }

    #[test]
    fn an_unknown_target_is_refused() {
        assert_eq!("A=maybe".parse::<LabelMap>(), Err(BadMap("A=maybe".to_owned())));
    }

    #[test]
    fn one_of_our_own_words_may_be_mapped_away() {
        let map: LabelMap = "admit=restrict".parse().expect("a good map");
        assert_eq!(map.stance("admit"), Some(Stance::Restrict));
    }
}

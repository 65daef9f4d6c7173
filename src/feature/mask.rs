use super::countries::COUNTRY;
use crate::token::Token;

/// What stands for a name that is no country.
pub(super) const NAME: u64 = 1;

/// What a masked n-gram holds of a token: its stem, unless that would say who or where.
pub(super) fn mask(token: &Token) -> u64 {
    if token.word == COUNTRY {
        COUNTRY
    } else if token.name {
        NAME
    } else {
        token.stem
    }
}

/// Whether a token is masked as a name.
pub fn is_name(token: &Token) -> bool {
    mask(token) == NAME
}

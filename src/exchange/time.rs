//! Times as seconds since 1970, as Prodigy has them.

/// Seconds in a day.
const DAY: i64 = 86_400;

/// `2026-11-22T08:30:00Z` of seconds since 1970; the calendar is the Gregorian one, by Howard Hinnant's
/// `civil_from_days`.
pub(super) fn to_text(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(DAY) + 719_468, seconds.rem_euclid(DAY));
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Seconds since 1970 of such a text; none of any other.
pub(super) fn to_seconds(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let years = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (years.div_euclid(400), years.rem_euclid(400));
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    let seconds = days * DAY + number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    (to_text(seconds) == text).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_times() {
        assert_eq!(to_text(1_694_858_483), "2023-09-16T10:01:23Z");
        assert_eq!(to_seconds("2023-09-16T10:01:23Z"), Some(1_694_858_483));
        assert_eq!(to_seconds("2023-02-30T10:01:23Z"), None);
        assert_eq!(to_seconds("yesterday"), None);
    }

    proptest::proptest! {
        #[test]
        fn seconds_come_back(seconds in -60_000_000_000i64..200_000_000_000) {
            proptest::prop_assert_eq!(to_seconds(&to_text(seconds)), Some(seconds));
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,22}") {
            if let Some(seconds) = to_seconds(&text) {
                proptest::prop_assert_eq!(to_text(seconds), text);
            }
        }
    }
}

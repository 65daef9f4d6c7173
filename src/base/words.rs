use std::collections::HashSet;

/// The words of one role in a list of `role,word` lines under a header, compiled into the program.
pub fn words_of(list: &'static str, role: &str) -> HashSet<&'static str> {
    let pairs = list.lines().skip(1).filter_map(|line| line.split_once(','));
    pairs.filter(|(found, _)| *found == role).map(|(_, word)| word).collect()
}

/// Whether such a list is sorted by bytes, without doubles, and has two columns everywhere.
pub fn is_canonical(list: &str) -> bool {
    let lines: Vec<&str> = list.lines().skip(1).collect();
    lines.windows(2).all(|pair| pair[0] < pair[1]) && lines.iter().all(|line| line.split(',').count() == 2)
}

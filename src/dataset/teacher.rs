//! What a larger model says of sentences, to be learnt beside the labels that readers gave.

use super::LabelledDocument;
use super::table::{self, Cells, Table};
use crate::base::{Reject, Scores, sha256_hex};
use std::collections::BTreeMap;
use std::path::Path;

/// The columns of the two readings, as `stance train --cross-validate` writes them.
const READINGS: [[&str; 3]; 2] =
    [["p_admit", "p_restrict", "p_neutral"], ["alone_admit", "alone_restrict", "alone_neutral"]];

/// How far from 1 three probabilities may add up.
const ROUNDING: f32 = 0.02;

/// Puts the probabilities of a table with the columns `doc,n,p_admit,…,alone_neutral` beside the sentences they are of.
/// Gives the number of these sentences, and the rows that could not be used.
///
/// # Errors
/// The file cannot be read as such a table.
pub fn teach(documents: &mut [LabelledDocument], path: &Path) -> Result<(usize, Vec<Reject>), Reject> {
    let mut table = table::load(path)?;
    table.require(&["doc", "n"], "probabilities")?;
    table.require(READINGS.as_flattened(), "probabilities")?;
    let mut rejects = std::mem::take(&mut table.rejects);
    let mut given: BTreeMap<(String, u32), [Scores; 2]> = BTreeMap::new();
    for cells in &table.rows {
        match parse(&table, cells) {
            Ok((at, scores)) if !given.contains_key(&at) => drop(given.insert(at, scores)),
            Ok(((doc, n), _)) => {
                let found = format!("{doc}, {n} again");
                rejects.push(Reject::file(&table.file, "each doc and n once", found).at(cells.line));
            }
            Err(reject) => rejects.push(reject),
        }
    }
    let all = given.len();
    for LabelledDocument { document, gold, teacher, .. } in documents {
        *teacher = gold.iter().map(|gold| given.remove(&(document.id.clone(), gold.n))).collect();
    }
    if let Some(((doc, n), _)) = given.first_key_value() {
        let found = format!("{} rows of no sentence learnt from; the first: {doc}, {n}", given.len());
        rejects.push(Reject::file(&table.file, "probabilities of sentences learnt from", found));
    }
    Ok((all - given.len(), rejects))
}

/// Sentences that a larger model said something of, and the digest of what it said; nothing where there are none.
pub fn taught(documents: &[LabelledDocument]) -> Option<(usize, String)> {
    let mut said: Vec<(&str, u32, [Scores; 2])> = Vec::new();
    for LabelledDocument { document, gold, teacher, .. } in documents {
        let rows = gold.iter().zip(teacher);
        said.extend(rows.filter_map(|(gold, teacher)| Some((document.id.as_str(), gold.n, (*teacher)?))));
    }
    said.sort_by_key(|(doc, n, _)| (*doc, *n));
    let line = |(doc, n, scores): &(&str, u32, [Scores; 2])| format!("{doc}\0{n}\0{scores:?}\n");
    let lines: String = said.iter().map(line).collect();
    (!said.is_empty()).then(|| (said.len(), sha256_hex(lines.as_bytes())))
}

fn parse(table: &Table, cells: &Cells) -> Result<((String, u32), [Scores; 2]), Reject> {
    let reject = |column: &str, expected: &str| table.reject(cells, column, expected);
    let doc = table.get(cells, "doc").ok_or_else(|| reject("doc", "a value"))?.to_owned();
    let n = table.get(cells, "n").and_then(|n| n.trim().parse().ok());
    let n = n.ok_or_else(|| reject("n", "a whole number from 1"))?;
    let mut readings = [Scores::NEUTRAL; 2];
    for (Scores(scores), columns) in readings.iter_mut().zip(READINGS) {
        for (score, column) in scores.iter_mut().zip(columns) {
            *score = table.probability(cells, column)?;
        }
        let sum: f32 = scores.iter().sum();
        if (sum - 1.0).abs() > ROUNDING {
            return Err(reject(columns[0], "three probabilities that add up to 1"));
        }
        *scores = scores.map(|score| score / sum);
    }
    Ok(((doc, n), readings))
}

#[cfg(test)]
mod tests {
    use super::super::{LabelMap, read};
    use super::*;

    #[test]
    fn probabilities_stand_beside_their_sentences_and_bad_rows_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            path
        };
        let rows = write("rows.csv", "doc,n,text,label\na,1,Let them in.,admit\na,2,It rained.,neutral\n");
        let (mut documents, _) = read(&[rows], &LabelMap::default());
        let head = "doc,n,p_admit,p_restrict,p_neutral,alone_admit,alone_restrict,alone_neutral";
        let said = format!(
            "{head}\na,2,0.1,0.1,0.8,0,0,1\nb,1,1,0,0,1,0,0\na,1,0.5,0.4,0.5,1,0,0\na,x,1,0,0,1,0,0\na,2,1,0,0,1,0,0\n"
        );
        let (count, rejects) = teach(&mut documents, &write("teacher.csv", &said)).expect("a table");
        assert_eq!(count, 1);
        assert_eq!(taught(&documents).map(|(count, _)| count), Some(1));
        assert_eq!(documents[0].teacher, [None, Some([Scores([0.1, 0.1, 0.8]), Scores::NEUTRAL])]);
        let lines: Vec<_> = rejects.iter().map(|reject| reject.line).collect();
        assert_eq!(lines, [Some(4), Some(5), Some(6), None]);
        assert!(rejects[3].found.contains("1 rows of no sentence learnt from; the first: b, 1"));
        let lacking = teach(&mut documents, &write("short.csv", "doc,n,p_admit\na,1,0.2\n"));
        assert!(lacking.is_err_and(|reject| reject.expected.contains("p_restrict")));
    }
}

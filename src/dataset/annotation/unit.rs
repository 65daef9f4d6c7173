use super::Annotation;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// A sentence that annotators speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The document; empty for a sentence that stands alone.
    pub doc: String,
    /// Its number there.
    pub n: Option<u32>,
    /// Names its text.
    pub digest: String,
}

/// Annotations that contradict each other where no rule says which holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The sentence.
    pub unit: Unit,
    /// Why none of them was taken.
    pub why: String,
    /// What was said, and by whom.
    pub annotations: Vec<Annotation>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unit { doc, n, digest } = &self.unit;
        let n = n.map(|n| format!(" {n}")).unwrap_or_default();
        write!(f, "{doc}{n} [{digest}]: {}:", self.why)?;
        for annotation in &self.annotations {
            let Annotation { annotator, label, file, line, .. } = annotation;
            write!(f, " {annotator}={label} ({file}:{line})")?;
        }
        Ok(())
    }
}

/// Annotations by the sentence they speak of; those of one sentence in order of time, file and line.
pub fn units(mut annotations: Vec<Annotation>) -> BTreeMap<Unit, Vec<Annotation>> {
    annotations.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let mut numbers: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    for annotation in annotations.iter().filter(|annotation| !annotation.doc.is_empty()) {
        let known = numbers.entry((annotation.doc.clone(), annotation.digest.clone())).or_default();
        known.extend(annotation.n.filter(|n| !known.contains(n)));
    }
    let mut units: BTreeMap<Unit, Vec<Annotation>> = BTreeMap::new();
    for annotation in annotations {
        let (doc, digest) = (annotation.doc.clone(), annotation.digest.clone());
        let key = (doc, digest);
        let only = numbers.get(&key).and_then(|known| <[u32; 1]>::try_from(known.as_slice()).ok());
        let (n, (doc, digest)) = (annotation.n.or(only.map(|[n]| n)), key);
        units.entry(Unit { doc, n, digest }).or_default().push(annotation);
    }
    units
}

/// The last word of each annotator on each sentence, and where it cannot be told which is the last.
pub fn latest(annotations: Vec<Annotation>) -> (Vec<Annotation>, Vec<Conflict>) {
    let (mut latest, mut conflicts) = (Vec::new(), Vec::new());
    for (unit, said) in units(annotations) {
        let mut by_annotator: BTreeMap<String, Vec<Annotation>> = BTreeMap::new();
        for annotation in said {
            by_annotator.entry(annotation.annotator.clone()).or_default().push(annotation);
        }
        for (_, annotations) in by_annotator {
            match last(&annotations) {
                Some(last) => latest.push(Annotation { n: unit.n, ..last.clone() }),
                None => conflicts.push(Conflict {
                    unit: unit.clone(),
                    why: "one annotator said both, and nothing tells which is later (column time)".to_owned(),
                    annotations,
                }),
            }
        }
    }
    (latest, conflicts)
}

/// The one later than all that differ from it; annotations come sorted by [`rank`].
pub(super) fn last(annotations: &[Annotation]) -> Option<&Annotation> {
    let same = |a: &Annotation, b: &Annotation| (a.label, a.alone) == (b.label, b.alone);
    let beats = |a: &Annotation, b: &Annotation| same(a, b) || is_later(a, b);
    annotations.iter().rev().find(|a| annotations.iter().all(|b| beats(a, b)))
}

fn is_later(a: &Annotation, b: &Annotation) -> bool {
    if is_correction(a) != is_correction(b) {
        return is_correction(a);
    }
    if !a.time.is_empty() && !b.time.is_empty() && a.time != b.time {
        return a.time > b.time;
    }
    a.file == b.file && a.line > b.line
}

fn is_correction(annotation: &Annotation) -> bool {
    let name = Path::new(&annotation.file).file_name().unwrap_or_default();
    name.to_string_lossy().contains("corrections")
}

fn rank(annotation: &Annotation) -> (bool, &str, &str, u64) {
    (is_correction(annotation), &annotation.time, &annotation.file, annotation.line)
}

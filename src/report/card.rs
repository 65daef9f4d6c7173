//! The model card: what a model is for, what it was made from, and how good it is.

use super::number;
use crate::base::Stance;
use crate::evaluate::Evaluation;
use crate::model::ModelInfo;
use std::fmt::Write;

/// Writes the card of a model as Markdown with the Hugging Face `model-index` block at its head.
/// `notes` is Markdown put into the card as it stands: figures of other programs, figures measured by other commands.
pub fn card(info: &ModelInfo, digest: &str, evaluations: &[Evaluation], notes: Option<&str>) -> String {
    let mut card = header(evaluations);
    card.push_str(USE);
    card.push_str(&data(info, digest));
    card.push_str(&figures(evaluations));
    if let Some(notes) = notes {
        let _ = write!(card, "\n{}\n", notes.trim());
    }
    let settings = toml::to_string(&info.settings).unwrap_or_default();
    let _ = write!(card, "\n## Settings\n\n```toml\n{}\n```\n", settings.trim());
    card
}

const USE: &str = "# Model card: stance

Labels a sentence of an English article `admit`, `restrict` or `neutral`: does it speak for letting people in who
flee, against it, or neither (`data/guidelines.md`). Two linear learners: a sentence stage over hashed n-grams, and a
context stage over its scores and the sentence's surroundings; probabilities calibrated on out-of-fold scores.

**For** labelling many articles and reading the shares, trends and examples. **Not for** judging single persons, for
languages other than English, or for texts about other disputes. Labels, and so the figures below, come from
language-model annotators who read each sentence in its document; people would agree with each other less.
";

fn header(evaluations: &[Evaluation]) -> String {
    let mut text = "---\nlanguage: en\nlicense: mit\ntags: [stance, text-classification, migration]\nmodel-index:\n- name: stance\n  results:\n".to_owned();
    for evaluation in evaluations {
        for key in ["macro_f1", "accuracy"] {
            if let Some(value) = evaluation.figure(key).and_then(|figure| figure.value) {
                let _ = write!(
                    text,
                    "  - task: {{type: text-classification, name: stance}}\n    dataset: {{type: stance, name: \"{}\"}}\n    metrics: [{{type: {key}, value: {value:.4}}}]\n",
                    evaluation.title
                );
            }
        }
    }
    text + "---\n\n"
}

fn data(info: &ModelInfo, digest: &str) -> String {
    let mut text = format!(
        "\n## Data\n\nWritten by stance {}; digest `{}`; training data digest `{}`.\n\n| set | documents | admit | restrict | neutral |\n|---|---:|---:|---:|---:|\n",
        info.program, digest, info.data_digest
    );
    for (set, counts) in &info.sets {
        let [admit, restrict, neutral] = counts.sentences;
        let _ = writeln!(text, "| {set} | {} | {admit} | {restrict} | {neutral} |", counts.documents);
    }
    text + "
`corpus` is the project's own writing and stands in the repository. `train` and `news` are real articles, speeches and
statements: the repository holds their labels without text (`data/real/`), so a model trained on all of it can be
rebuilt only by somebody who has the texts (`stance train --texts FOLDER`); from the repository alone, `stance train`
gives a model of the corpus. `off_topic` are whole articles about something else, every sentence neutral.
"
}

fn figures(evaluations: &[Evaluation]) -> String {
    let mut text = "\n## Figures\n\nEach with its 95 % interval (bootstrap over documents). *Out of fold*: rows scored by a model that had not seen their document. `label` is the reading in context, `alone` the reading of the sentence by itself. Off topic, every sentence is neutral: there accuracy is the share left so, and macro-F1 says nothing.\n\n| set | sentences | documents | macro-F1 | F1 admit | F1 restrict | F1 neutral | F_avg | accuracy | ECE |\n|---|---:|---:|---|---|---|---|---|---|---|\n".to_owned();
    for evaluation in evaluations {
        let _ = write!(text, "| {} | {} | {} |", evaluation.title, evaluation.rows, evaluation.documents);
        let f1 = Stance::ALL.map(|stance| format!("f1.{stance}"));
        let keys = ["macro_f1", &f1[0], &f1[1], &f1[2], "f_avg", "accuracy", "ece"];
        for key in keys {
            let _ = write!(text, " {} |", number::measured(evaluation.figure(key)));
        }
        text.push('\n');
    }
    text
}

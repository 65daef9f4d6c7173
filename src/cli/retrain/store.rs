//! The new model in the place of the old one, which is kept.

use super::gate::Outcome;
use super::{MODEL, Place};
use crate::base::sha256_hex;
use crate::cli::console::{Failure, write_whole};
use crate::cli::train::card_path;
use crate::model::Model;
use crate::report::{self, Card};
use std::fs;
use std::path::Path;

/// Writes model and card; what stood in their place is kept under `previous/`. Says what to do next.
pub(super) fn store(place: &Place, old: &Model, new: &Model, outcome: &Outcome) -> Result<String, Failure> {
    let output = &place.output;
    let kept = keep(output)?;
    write(output, &new.to_bytes())?;
    let name = output.file_stem().unwrap_or_default().to_string_lossy();
    let evaluations = outcome.evaluations();
    let card = Card {
        name: &name,
        info: new.info(),
        digest: new.digest(),
        // Only the project's own set has a part of this name.
        own: old.info().sets.contains_key("corpus"),
        evaluations: &evaluations,
        references: &[],
        notes: None,
    };
    write(&card_path(output), report::card(&card).as_bytes())?;
    let mut text = format!("written: {}, digest {}\n", output.display(), &new.digest()[..16]);
    if let Some(kept) = kept {
        text += &format!("the model before is kept: {kept}\n");
    }
    text += &match output == Path::new(MODEL) {
        true => format!(
            "the program has its model compiled in: build it again (cargo build --release), or pass --model {MODEL}\n"
        ),
        false => format!("use it with --model {}\n", output.display()),
    };
    Ok(text)
}

/// Writes a whole file into a folder that is made for it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::of(folder.display(), error))?;
    }
    write_whole(path, bytes)
}

/// Copies the model file that is there, and its card, to `previous/DIGEST.safetensors` and `.md` beside it.
fn keep(output: &Path) -> Result<Option<String>, Failure> {
    let Ok(bytes) = fs::read(output) else {
        return Ok(None);
    };
    let name = output.with_file_name("previous").join(&sha256_hex(&bytes)[..16]);
    let kept = name.with_extension("safetensors");
    write(&kept, &bytes)?;
    if let Ok(card) = fs::read(card_path(output)) {
        write(&name.with_extension("md"), &card)?;
    }
    Ok(Some(kept.display().to_string()))
}

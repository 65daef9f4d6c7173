//! The part of the model file that sets are made from.

use super::{models, trained};
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use stance::model::Model;
use std::collections::HashMap;

/// The file with the bytes of each part changed; `None` leaves a part out.
pub(crate) fn changed(bytes: &[u8], change: impl Fn(&str, &[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    let file = SafeTensors::deserialize(bytes).expect("a model file");
    let (_, metadata) = SafeTensors::read_metadata(bytes).expect("a model file");
    let parts: Vec<_> = file
        .tensors()
        .into_iter()
        .filter_map(|(name, view)| Some((change(&name, view.data())?, name, view.dtype(), view.shape().to_vec())))
        .collect();
    let views: HashMap<&str, TensorView> = parts
        .iter()
        .map(|(bytes, name, dtype, shape)| {
            (name.as_str(), TensorView::new(*dtype, shape.clone(), bytes).expect("of the same length"))
        })
        .collect();
    safetensors::serialize(views, metadata.metadata().clone()).expect("written")
}

fn refused(part: &str, at: usize, value: f32) -> String {
    let bytes = changed(&trained().0.to_bytes(), |name, bytes| {
        let mut bytes = bytes.to_vec();
        if name == part {
            bytes[at * 4..at * 4 + 4].copy_from_slice(&value.to_le_bytes());
        }
        Some(bytes)
    });
    Model::from_bytes(&bytes).expect_err("a value that cannot be").to_string()
}

#[test]
fn quantiles_read_back_as_they_were() {
    let read = Model::from_bytes(&trained().0.to_bytes()).expect("its own file");
    assert!(read.conformal().is_some());
    assert_eq!(read.conformal(), trained().0.conformal());
}

#[test]
fn quantiles_that_cannot_be_are_refused_with_what_was_found() {
    let error = refused("conformal", 5, f32::NAN);
    assert!(error.contains("model part conformal: expected finite numbers, found NaN"), "{error}");
    let error = refused("conformal", 5999, 1.5);
    assert!(error.contains("expected probabilities from 0 to 1, found 1.5"), "{error}");
    let error = refused("conformal", 1000, 0.999);
    assert!(error.contains("expected ascending quantiles"), "{error}");
}

#[test]
fn half_of_the_part_is_refused() {
    let bytes = changed(&trained().0.to_bytes(), |name, bytes| (name != "conformal_documents").then(|| bytes.into()));
    let error = Model::from_bytes(&bytes).expect_err("a part is missing").to_string();
    assert!(error.contains("model part conformal_documents: expected U32 of shape"), "{error}");
}

#[test]
fn a_part_of_another_name_is_refused() {
    let bytes = trained().0.to_bytes();
    let at = bytes.windows(11).position(|window| window == b"\"cue_hashes").expect("the part's name");
    let mut other = bytes;
    other[at + 1] = b'x';
    let error = Model::from_bytes(&other).expect_err("a part nobody knows").to_string();
    assert!(error.contains("model part xue_hashes: expected a part that this version"), "{error}");
}

#[test]
fn digests_out_of_order_are_refused() {
    let bytes = changed(&trained().0.to_bytes(), |name, bytes| match name {
        "seen" => Some(bytes.iter().rev().copied().collect()),
        _ => Some(bytes.into()),
    });
    let error = Model::from_bytes(&bytes).expect_err("digests in no order").to_string();
    assert!(error.contains("model part seen: expected ascending digests"), "{error}");
}

#[test]
fn a_file_without_quantiles_is_the_same_model() {
    let old = Model::from_bytes(&std::fs::read(&models().1).expect("written")).expect("a model file");
    assert_eq!(old.conformal(), None);
    assert_eq!(old.info(), trained().0.info());
}

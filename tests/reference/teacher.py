"""What a fine-tuned all-MiniLM-L6-v2 says of training sentences whose documents it did not learn from.

    python tests/reference/teacher.py --texts FOLDER --fold K      for K in 0, 1, 2; each writes target/reference/teacher-K.csv
    python tests/reference/teacher.py --join                       puts the three into data/teacher.csv

A document's fold is drawn by its id. For the reading in context a window of sentences is read at once, with the title;
for the reading alone each sentence sees itself only. Dev, seeds and the frozen test split are neither learnt nor scored.
The written corpus is learnt from and not scored: on its invented sentences the teacher is worse than their labels.
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import random
import time
from itertools import groupby
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from encoder import FOLDER, FROZEN, Encoder
from rows import DATA, STANCES, table, training

TARGET = DATA.parent / "target/reference"
COLUMNS = ("doc", "n", "p_admit", "p_restrict", "p_neutral", "alone_admit", "alone_restrict", "alone_neutral")
FOLDS = 3
# Tokens of a window, of a sentence, of a title, of what a window repeats of the one before.
WINDOW, SENTENCE, TITLE, OVERLAP = 160, 96, 24, 64
BEGIN, END = 101, 102
BATCH, RATE, HEAD_RATE, DECAY, WARM_UP = 13, 1.5e-4, 1e-3, 0.85, 60
IN_CONTEXT, WITHOUT_TITLE = 0.6, 0.3
CLASSES = torch.tensor([1.25, 1.25, 0.8])


def fold(doc):
    return int(hashlib.sha256(f"t4{doc}".encode()).hexdigest(), 16) % FOLDS


def titles(texts):
    found = {row["doc"]: row["title"] for row in table(texts / "real/train_documents.csv")}
    found.update({row["doc"]: row["title"] for row in table(DATA / "corpus/documents.csv")})
    with gzip.open(texts / "real/unlabelled.jsonl.gz", "rt", encoding="utf-8") as file:
        found.update({article["id"]: article["title"] for article in map(json.loads, file)})
    return found


class Document:
    def __init__(self, rows, title, tokens):
        self.rows = rows
        self.title = tokens(title)[:TITLE]
        self.tokens = [tokens(row.text)[:SENTENCE] for row in rows]
        self.weight = 0.5 if rows[0].set == "corpus" else 1.0

    def windows(self, rng=None, overlap=0):
        """(first row seen, first row asked, one past the last): each row is asked once."""
        room, windows, first = WINDOW - 3 - len(self.title), [], 0
        while first < len(self.rows):
            limit = room * rng.uniform(0.3, 1) if rng and first == 0 else room
            seen, used = first, 0
            while seen > 0 and used + len(self.tokens[seen - 1]) + 1 <= overlap:
                seen -= 1
                used += len(self.tokens[seen]) + 1
            last = first
            while last < len(self.rows) and (last == first or used + len(self.tokens[last]) + 1 <= limit):
                used += len(self.tokens[last]) + 1
                last += 1
            windows.append((self, seen, first, last))
            first = last
        return windows


def batch(windows, in_context, rng=None):
    """Tensors for the encoder, and (document, row) of each sentence in their order."""
    asked, parts = [], []
    for document, seen, first, last in windows:
        tokens, places, blocks, of = [], [], [], []

        def add(piece, block, sentence, restart):
            places.extend(range(len(piece)) if restart else range(len(tokens), len(tokens) + len(piece)))
            tokens.extend(piece)
            blocks.extend([block] * len(piece))
            of.extend([sentence] * len(piece))

        if in_context:
            title = [] if rng and rng.random() < WITHOUT_TITLE else document.title
            add([BEGIN, *title, END], 0, -1, False)
        for row in range(seen if in_context else first, last):
            sentence = len(asked) if row >= first else -1
            if sentence >= 0:
                asked.append((document, row))
            if in_context:
                add([*document.tokens[row], END], 0, sentence, False)
            else:
                add([BEGIN, *document.tokens[row], END], row + 1, sentence, True)
        parts.append((tokens, places, blocks, of))
    length = max(len(tokens) for tokens, *_ in parts)

    def padded(at, value):
        return torch.tensor([part[at] + [value] * (length - len(part[at])) for part in parts])

    blocks, of = padded(2, -1), padded(3, -1)
    of[of < 0] = len(asked)
    mask = (blocks[:, None, :] == blocks[:, :, None])[:, None]
    return (padded(0, 0), padded(1, 0), mask, of, len(asked)), asked


def loss(logits, asked, in_context):
    gold = [[STANCES.index(getattr(document.rows[row], reading)) for document, row in asked] for reading in ("label", "alone")]
    weight = torch.tensor([document.weight for document, _ in asked])
    label, alone = (
        functional.cross_entropy(logits[:, 3 * at : 3 * at + 3], torch.tensor(gold[at]), CLASSES, reduction="none")
        for at in (0, 1)
    )
    # A sentence by itself still tells something of its reading in context.
    return (weight * (label + alone if in_context else alone + 0.3 * label)).sum() / weight.sum()


def train(documents, epochs):
    torch.manual_seed(1)
    rng = random.Random(1)
    model = Encoder()
    depth = len(model.layers)
    groups = [
        {"params": list(layer.parameters()), "base": RATE * DECAY ** (depth - 1 - at)}
        for at, layer in enumerate(model.layers)
        if at >= FROZEN
    ]
    groups.append({"params": list(model.head.parameters()), "base": HEAD_RATE})
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, fused=True)
    learnt = [parameter for group in groups for parameter in group["params"]]

    def epoch():
        windows = [window for document in documents for window in document.windows(rng)]
        rng.shuffle(windows)
        return [windows[at : at + BATCH] for at in range(0, len(windows), BATCH)]

    steps, batches, begun = int(len(epoch()) * epochs), [], time.time()
    model.train()
    for step in range(steps):
        batches = batches or epoch()
        factor = min(1, (step + 1) / WARM_UP) * max(0.02, 1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        in_context = rng.random() < IN_CONTEXT
        inputs, asked = batch(batches.pop(), in_context, rng)
        value = loss(model(*inputs), asked, in_context)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        if (step + 1) % 50 == 0:
            print(f"{step + 1} of {steps} steps, loss {value.item():.3f}, {time.time() - begun:.0f} s", flush=True)
    return model.eval()


def predict(model, documents, in_context):
    windows = [window for document in documents for window in document.windows(overlap=OVERLAP if in_context else 0)]
    windows.sort(key=lambda window: sum(len(tokens) + 2 for tokens in window[0].tokens[window[1] : window[3]]))
    found = {}
    with torch.no_grad():
        for at in range(0, len(windows), 16):
            inputs, asked = batch(windows[at : at + 16], in_context)
            for (document, row), logits in zip(asked, model(*inputs)):
                found[document.rows[row].doc, document.rows[row].n] = logits
    return found


def held_out(options):
    tokenizer = Tokenizer.from_file(f"{FOLDER}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    title = titles(options.texts)
    rows = training(("corpus", "train", "news"), options.texts, True)
    documents = [
        Document(list(of), title.get(doc, ""), lambda text: tokenizer.encode(text, add_special_tokens=False).ids)
        for (_, doc), of in groupby(rows, key=lambda row: (row.set, row.doc))
    ]
    model = train([document for document in documents if fold(document.rows[0].doc) != options.fold], options.epochs)
    rest = [
        document for document in documents if fold(document.rows[0].doc) == options.fold and document.rows[0].set != "corpus"
    ]
    context, alone = predict(model, rest, True), predict(model, rest, False)
    lines = []
    for at in sorted(context):
        label = context[at][:3].softmax(0)
        # Both say how the sentence reads by itself: the head that was trained to, asked with and without surroundings.
        by_itself = ((context[at][3:] + alone[at][3:]) / 2).softmax(0)
        lines.append([*at, *(f"{value:.3f}" for value in (*label.tolist(), *by_itself.tolist()))])
    write(TARGET / f"teacher-{options.fold}.csv", lines)


def join():
    lines = [list(row.values()) for fold in range(FOLDS) for row in table(TARGET / f"teacher-{fold}.csv")]
    write(DATA / "teacher.csv", sorted(lines, key=lambda line: (line[0], int(line[1]))))


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)
    print(f"{path}: {len(lines)} rows")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder that holds real/train_sentences.csv …")
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    parser.add_argument("--epochs", type=float, default=1.7, help="default: %(default)s")
    parser.add_argument("--join", action="store_true")
    options = parser.parse_args()
    if options.join:
        join()
    elif options.texts is None or options.fold is None:
        parser.error("expected --texts FOLDER --fold K, or --join")
    else:
        held_out(options)


if __name__ == "__main__":
    main()

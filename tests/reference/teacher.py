"""What fine-tuned sentence encoders say of training sentences whose documents they did not learn from.

    python tests/reference/teacher.py --texts FOLDER --encoder E --fold K      writes target/reference/teacher-E-K.csv
    python tests/reference/teacher.py --join                                   puts these files into data/teacher.csv

E is minilm (the default; K in 0, 1, 2) or mpnet (K in 0, 1). The joined file has the mean of the encoders that spoke
of a row: minilm of all, mpnet of the folds there are. A document's fold is drawn by its id, for each encoder anew.
For the reading in context a window of sentences is read at once, with the title; for the reading alone each sentence
sees itself only. Dev, seeds and the frozen test split are neither learnt nor scored.
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
from collections import defaultdict, namedtuple
from itertools import groupby
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

import encoder
import mpnet
from rows import DATA, STANCES, table, training

TARGET = DATA.parent / "target/reference"
COLUMNS = ("doc", "n", "p_admit", "p_restrict", "p_neutral", "alone_admit", "alone_restrict", "alone_neutral")
# Tokens of a window, of a sentence, of a title.
WINDOW, SENTENCE, TITLE = 160, 96, 24
WITHOUT_TITLE = 0.3
CLASSES = torch.tensor([1.25, 1.25, 0.8])


def tokens_of_sentences(window):
    document, seen, _, last = window
    return sum(len(tokens) + 2 for tokens in document.tokens[seen:last])


def tokens_with_title(window):
    document, seen, _, last = window
    return 3 + len(document.title) + sum(len(tokens) + 1 for tokens in document.tokens[seen:last])


def by_number(windows, number):
    return [windows[at : at + number] for at in range(0, len(windows), number)]


def by_tokens(windows, limit):
    """Batches of up to so many padded tokens, of windows in order of size."""
    batches = []
    for window in windows:
        if not batches or tokens_with_title(window) * (len(batches[-1]) + 1) > limit:
            batches.append([])
        batches[-1].append(window)
    return batches


def shuffled_by_number(windows, number, rng):
    rng.shuffle(windows)
    return by_number(windows, number)


def shuffled_by_tokens(windows, limit, rng):
    rng.shuffle(windows)
    chunks = [sorted(chunk, key=tokens_with_title) for chunk in by_number(windows, 400)]
    batches = [batch for chunk in chunks for batch in by_tokens(chunk, limit)]
    rng.shuffle(batches)
    return batches


# `learnt`, `asked`: how many windows or tokens are a batch. `overlap`: tokens that a window repeats of the one before.
# `alone`: whether sentences are asked without surroundings too.
Settings = namedtuple(
    "Settings",
    "network folds salt begin end learnt shuffled asked ordered batches overlap alone"
    " rate head_rate decay warm_up in_context epochs",
)
SETTINGS = {
    "minilm": Settings(
        network=encoder,
        folds=3,
        salt="t4",
        begin=101,
        end=102,
        learnt=13,
        shuffled=shuffled_by_number,
        asked=16,
        ordered=tokens_of_sentences,
        batches=by_number,
        overlap=64,
        alone=True,
        rate=1.5e-4,
        head_rate=1e-3,
        decay=0.85,
        warm_up=60,
        in_context=0.6,
        epochs=1.7,
    ),
    "mpnet": Settings(
        network=mpnet,
        folds=2,
        salt="t5",
        begin=0,
        end=2,
        learnt=1650,
        shuffled=shuffled_by_tokens,
        asked=3200,
        ordered=tokens_with_title,
        batches=by_tokens,
        overlap=48,
        # The pass in context takes half an hour as it is.
        alone=False,
        rate=6e-5,
        head_rate=5e-4,
        decay=0.9,
        warm_up=40,
        in_context=0.75,
        epochs=1.3,
    ),
}


def fold(settings, doc):
    return int(hashlib.sha256(f"{settings.salt}{doc}".encode()).hexdigest(), 16) % settings.folds


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


def batch(settings, windows, in_context, rng=None):
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
            add([settings.begin, *title, settings.end], 0, -1, False)
        for row in range(seen if in_context else first, last):
            sentence = len(asked) if row >= first else -1
            if sentence >= 0:
                asked.append((document, row))
            if in_context:
                add([*document.tokens[row], settings.end], 0, sentence, False)
            else:
                add([settings.begin, *document.tokens[row], settings.end], row + 1, sentence, True)
        parts.append((tokens, places, blocks, of))
    length = max(len(tokens) for tokens, *_ in parts)

    def padded(at, value):
        return torch.tensor([part[at] + [value] * (length - len(part[at])) for part in parts])

    blocks, of = padded(2, -1), padded(3, -1)
    of[of < 0] = len(asked)
    mask = (blocks[:, None, :] == blocks[:, :, None])[:, None]
    return (padded(0, 0), padded(1, 0), mask, of, len(asked)), asked


def loss(logits, asked, in_context):
    gold = [
        [STANCES.index(getattr(document.rows[row], reading)) for document, row in asked]
        for reading in ("label", "alone")
    ]
    weight = torch.tensor([document.weight for document, _ in asked])
    label, alone = (
        functional.cross_entropy(logits[:, 3 * at : 3 * at + 3], torch.tensor(gold[at]), CLASSES, reduction="none")
        for at in (0, 1)
    )
    # A sentence by itself still tells something of its reading in context.
    return (weight * (label + alone if in_context else alone + 0.3 * label)).sum() / weight.sum()


def train(settings, documents, epochs):
    torch.manual_seed(1)
    rng = random.Random(1)
    model = settings.network.Encoder()
    depth = len(model.layers)
    groups = [
        {"params": list(layer.parameters()), "base": settings.rate * settings.decay ** (depth - 1 - at)}
        for at, layer in enumerate(model.layers)
        if at >= settings.network.FROZEN
    ]
    groups.append({"params": list(model.head.parameters()), "base": settings.head_rate})
    optimizer = torch.optim.AdamW(groups, lr=settings.rate, weight_decay=0.01, fused=True)
    learnt = [parameter for group in groups for parameter in group["params"]]

    def epoch():
        windows = [window for document in documents for window in document.windows(rng)]
        return settings.shuffled(windows, settings.learnt, rng)

    steps, batches, begun = int(len(epoch()) * epochs), [], time.time()
    model.train()
    for step in range(steps):
        batches = batches or epoch()
        factor = min(1, (step + 1) / settings.warm_up) * max(0.02, 1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        in_context = rng.random() < settings.in_context
        inputs, asked = batch(settings, batches.pop(), in_context, rng)
        value = loss(model(*inputs), asked, in_context)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        if (step + 1) % 50 == 0:
            print(f"{step + 1} of {steps} steps, loss {value.item():.3f}, {time.time() - begun:.0f} s", flush=True)
    return model.eval()


def predict(settings, model, documents, in_context):
    overlap = settings.overlap if in_context else 0
    windows = [window for document in documents for window in document.windows(overlap=overlap)]
    windows.sort(key=settings.ordered)
    found = {}
    with torch.no_grad():
        for together in settings.batches(windows, settings.asked):
            inputs, asked = batch(settings, together, in_context)
            for (document, row), logits in zip(asked, model(*inputs)):
                found[document.rows[row].doc, document.rows[row].n] = logits
    return found


def held_out(settings, options):
    tokenizer = Tokenizer.from_file(str(settings.network.folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    title = titles(options.texts)
    rows = training(("corpus", "train", "news"), options.texts, True)
    documents = [
        Document(list(of), title.get(doc, ""), lambda text: tokenizer.encode(text, add_special_tokens=False).ids)
        for (_, doc), of in groupby(rows, key=lambda row: (row.set, row.doc))
    ]
    learnt, rest = [], []
    for document in documents:
        row = document.rows[0]
        if fold(settings, row.doc) != options.fold:
            learnt.append(document)
        elif row.set != "corpus":
            rest.append(document)
    model = train(settings, learnt, options.epochs or settings.epochs)
    context = predict(settings, model, rest, True)
    # Both say how the sentence reads by itself: the head that was trained to, asked with and without surroundings.
    alone = predict(settings, model, rest, False) if settings.alone else context
    lines = []
    for at in sorted(context):
        label = context[at][:3].softmax(0)
        by_itself = ((context[at][3:] + alone[at][3:]) / 2).softmax(0)
        lines.append([*at, *label.tolist(), *by_itself.tolist()])
    write(said(options.encoder, options.fold), lines)


def said(name, fold):
    return TARGET / f"teacher-{name}-{fold}.csv"


def join():
    values = defaultdict(list)
    for name, settings in SETTINGS.items():
        for path in (said(name, fold) for fold in range(settings.folds)):
            if not path.exists():
                if name == "minilm":
                    raise SystemExit(f"{path} is missing")
                continue
            for row in table(path):
                at = row["doc"], int(row["n"])
                if name != "minilm" and at not in values:
                    raise SystemExit(f"{path}: doc {at[0]}, n {at[1]} is in no file of minilm")
                values[at].append([float(row[column]) for column in COLUMNS[2:]])
    lines = [[*at, *(f"{sum(of) / len(of):.3f}" for of in zip(*values[at]))] for at in sorted(values)]
    write(DATA / "teacher.csv", lines)


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
    parser.add_argument("--encoder", choices=SETTINGS, default="minilm", help="default: %(default)s")
    parser.add_argument("--fold", type=int)
    defaults = ", ".join(f"{settings.epochs} for {name}" for name, settings in SETTINGS.items())
    parser.add_argument("--epochs", type=float, help=f"default: {defaults}")
    parser.add_argument("--join", action="store_true")
    options = parser.parse_args()
    settings = SETTINGS[options.encoder]
    if options.join:
        join()
    elif options.texts is None or options.fold not in range(settings.folds):
        parser.error(f"expected --texts FOLDER --fold K, K below {settings.folds}, or --join")
    else:
        held_out(settings, options)


if __name__ == "__main__":
    main()

"""The rows the references are trained on and measured on: the project's labels, joined to texts."""

import csv
import gzip
import hashlib
import json
import re
from collections import namedtuple
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
STANCES = ("admit", "restrict", "neutral")
EVALUATED = ("dev_news", "dev_speech", "seeds")

Row = namedtuple("Row", "set doc n text label alone kind")

# Unicode White_Space, as the library's digest splits; str.split() would also split at U+001C..U+001F.
SPACE = re.compile("[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sentence_digest(text):
    words = " ".join(word for word in SPACE.split(text) if word)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def sentence_texts(path):
    return {(row["doc"], int(row["n"])): row["text"] for row in table(path)}


def article_texts(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {article["id"]: article["text"] for article in map(json.loads, file)}


def standoff(name, texts, corrected):
    """The labels of one set, a correction in place of the row it supersedes, with their sentences."""
    path = DATA / ("seeds.standoff.csv" if name == "seeds" else f"real/{name}.standoff.csv")
    labels = {(row["doc"], int(row["n"])): row for row in table(path)}
    corrections = path.with_name(f"{name}.corrections.standoff.csv")
    if corrected and corrections.exists():
        labels.update({(row["doc"], int(row["n"])): row for row in table(corrections)})
    find = finder(name, texts)
    rows = [to_row(name, row, find(row)) for row in labels.values()]
    missing = [row for row, label in zip(rows, labels.values()) if sentence_digest(row.text) != label["digest"]]
    if missing:
        row = missing[0]
        raise SystemExit(f"{path}: {len(missing)} rows found no text in {texts}; the first: doc {row.doc}, n {row.n}")
    return rows


def finder(name, texts):
    """How the sentence of a stand-off row is found: cut from its article, or read from a table."""
    if name == "news":
        articles = article_texts(texts / "real/unlabelled.jsonl.gz")
        return lambda row: articles.get(row["doc"], "")[int(row["start"]) : int(row["end"])]
    path = texts / ("seeds/labels.csv" if name == "seeds" else f"real/{name}_sentences.csv")
    sentences = sentence_texts(path)
    return lambda row: sentences.get((row["doc"], int(row["n"])), "")


def corpus(corrected):
    """The written corpus without its frozen test split."""
    test = {row["doc"] for row in table(DATA / "splits.csv") if row["split"] == "test"}
    rows = {(row["doc"], int(row["n"])): row for row in table(DATA / "corpus/sentences.csv")}
    if corrected:
        rows.update({(row["doc"], int(row["n"])): row for row in table(DATA / "corpus/corrections.csv")})
    return [to_row("corpus", row, row["text"]) for row in rows.values() if row["doc"] not in test]


def to_row(name, row, text):
    return Row(name, row["doc"], int(row["n"]), text, row["label"], row["alone"], row["kind"])


def training(sets, texts, corrected):
    """All rows of the sets, sorted by set, document and number."""
    rows = []
    for name in sets:
        rows += corpus(corrected) if name == "corpus" else standoff(name, texts, corrected)
    return sorted(rows, key=lambda row: (row.set, row.doc, row.n))


def evaluation(texts):
    """The measured sets by name, and both dev sets as one."""
    sets = {name: standoff(name, texts, True) for name in EVALUATED}
    sets["dev"] = sets["dev_news"] + sets["dev_speech"]
    return sets


def digest(rows):
    """SHA-256 of the rows, whatever their order: set, doc, n, text, label, alone, kind, JSON a line."""
    lines = sorted(json.dumps(list(row), ensure_ascii=False) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

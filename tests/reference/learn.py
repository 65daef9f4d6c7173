"""What both references share: C by grouped cross-validation, the fit, the figures, the files."""

import argparse
import csv
import datetime
import importlib.metadata
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support
from sklearn.model_selection import GroupKFold

from rows import STANCES, digest, evaluation, training

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "target/reference"
RESULTS = HERE / "results.json"
# C is chosen on training rows alone; between these values cross-validation is nearly flat.
GRID = (1.0, 3.0, 10.0)
FOLDS = 3


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--texts", type=Path, required=True, help="folder that holds real/train_sentences.csv …")
    parser.add_argument("--reading", choices=("label", "alone"), action="append", help="default: both")
    parser.add_argument("--train", default="corpus,train,news", help="sets to train on (default: %(default)s)")
    parser.add_argument("--c", type=float, help="take this C and leave the cross-validation out")
    parser.add_argument("--uncorrected", action="store_true", help="labels as first given, without corrections")
    options = parser.parse_args()
    options.train = tuple(options.train.split(","))
    options.reading = options.reading or ["label", "alone"]
    unknown = set(options.train) - {"corpus", "train", "news"}
    if unknown:
        parser.error(f"--train: expected corpus, train, news, found {', '.join(sorted(unknown))}")
    if not (options.texts / "real/dev_news_sentences.csv").exists():
        parser.error(f"--texts: expected a folder with real/dev_news_sentences.csv, found none in {options.texts}")
    return options


def run(name, features, packages, description):
    """Trains on the rows asked for and measures each reading; `features` makes an unfitted transformer."""
    options = arguments(description)
    rows = training(options.train, options.texts, not options.uncorrected)
    sets = evaluation(options.texts)
    scores = {} if options.c else cross_validate(features, rows, options.reading)
    fitted = features()
    matrix = fitted.fit_transform([row.text for row in rows])
    for reading in options.reading:
        c = options.c or max(GRID, key=lambda c: scores[reading, c])
        model = learner(c).fit(matrix, gold(rows, reading))
        entry = {
            "reference": name,
            "labels": "first" if options.uncorrected else "corrected",
            "reading": reading,
            "rows": describe(rows, reading),
            "cross_validation": {f"C={c:g}": round(scores[reading, c], 4) for c in GRID if scores},
            "C": c,
            "macro_f1": {},
            "sets": {},
        }
        for key, part in sets.items():
            probabilities = model.predict_proba(fitted.transform([row.text for row in part]))
            probabilities = probabilities[:, [list(model.classes_).index(stance) for stance in STANCES]]
            entry["sets"][key] = figures(gold(part, reading), probabilities)
            entry["macro_f1"][key] = entry["sets"][key]["macro_f1"]
            write_predictions(entry, key, part, probabilities)
        record(entry, sets, packages)
        print(json.dumps({key: entry[key] for key in ("reference", "labels", "reading", "C", "macro_f1")}), flush=True)


def learner(c):
    return LogisticRegression(C=c, class_weight="balanced", max_iter=2000)


def gold(rows, reading):
    return np.array([getattr(row, reading) for row in rows])


def cross_validate(features, rows, readings):
    """Macro-F1 of the pooled out-of-fold predictions for each reading and C, folds cut by document."""
    texts = np.array([row.text for row in rows], dtype=object)
    documents = [row.doc for row in rows]
    predicted = {(reading, c): np.empty(len(rows), dtype=object) for reading in readings for c in GRID}
    for inside, outside in GroupKFold(FOLDS).split(texts, groups=documents):
        fitted = features()
        train, test = fitted.fit_transform(texts[inside]), fitted.transform(texts[outside])
        for (reading, c), labels in predicted.items():
            labels[outside] = learner(c).fit(train, gold(rows, reading)[inside]).predict(test)
            print(f"fold of {len(outside)} rows, {reading}, C={c:g}", file=sys.stderr, flush=True)
    return {
        (reading, c): f1_score(gold(rows, reading), labels.astype(str), labels=STANCES, average="macro")
        for (reading, c), labels in predicted.items()
    }


def figures(truth, probabilities):
    predicted = np.array(STANCES)[probabilities.argmax(axis=1)]
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=STANCES, zero_division=0
    )
    return {
        "rows": len(truth),
        "macro_f1": round(float(f1.mean()), 4),
        "f_avg": round(float(f1[:2].mean()), 4),
        "accuracy": round(float(accuracy_score(truth, predicted)), 4),
        "classes": {
            stance: {
                "precision": round(float(precision[i]), 4),
                "recall": round(float(recall[i]), 4),
                "f1": round(float(f1[i]), 4),
                "support": int(support[i]),
            }
            for i, stance in enumerate(STANCES)
        },
    }


def describe(rows, reading):
    counts = Counter(gold(rows, reading).tolist())
    return {
        "sets": dict(sorted(Counter(row.set for row in rows).items())),
        "documents": len({row.doc for row in rows}),
        "sentences": len(rows),
        "stances": {stance: counts[stance] for stance in STANCES},
        "digest": digest(rows),
    }


def stem(entry):
    return "-".join([entry["reference"], *entry["rows"]["sets"], entry["labels"], entry["reading"]])


def write_predictions(entry, key, rows, probabilities):
    """A table that `stance evaluate --against` reads."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with open(TARGET / f"{stem(entry)}-{key}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["doc", "n", "label", "p_admit", "p_restrict", "p_neutral"])
        for row, p in zip(rows, probabilities):
            writer.writerow([row.doc, row.n, STANCES[p.argmax()], *(f"{x:.6f}" for x in p)])


def record(entry, sets, packages):
    """Puts the entry in the place of an older one on the same sets, labels and reading."""
    entry["date"] = datetime.date.today().isoformat()
    entry["versions"] = {"python": sys.version.split()[0]}
    entry["versions"] |= {package: importlib.metadata.version(package) for package in packages}
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"results": []}
    results["evaluated"] = {key: {"sentences": len(part), "digest": digest(part)} for key, part in sets.items()}
    others = [other for other in results["results"] if stem(other) != stem(entry)]
    results["results"] = sorted([*others, entry], key=stem)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

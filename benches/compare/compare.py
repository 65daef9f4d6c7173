#!/usr/bin/env python3
"""Runs stance, scikit-learn, fastText and a plain Rust program on the same file and prints one table.

    python3 benches/compare/compare.py [--sentences 100000] [--runs 5] [--texts ../shared/data]

Needs cargo and Python 3.11 or later, and the network once, for the pinned packages of requirements.txt. The C++
program of fastText is measured where `fasttext` is installed (Debian and Ubuntu: apt install fasttext).
The file holds the sentences of the written corpus, repeated; with --texts, those of the real articles there that stance
has not learnt from, or with --learnt of the many that it has: it then knows more of their word sequences, and is slower.
Peers learn from the corpus without its frozen test split, and every macro-F1 is of that split's rows; stance as shipped
also learnt from real articles, so it stands a second time, trained on the peers' rows.
All runs are interleaved; each figure is the median of its runs. CPU time is user and system time of all processes.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "target/compare"
STANCE = ROOT / "target/release/stance"
REFERENCE = WORK / "reference/release/reference"
PYTHON = WORK / "venv/bin/python"
STANCES = ("admit", "restrict", "neutral")
# Sentences a document of the input: what the context stage reads together.
DOCUMENT = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--texts", type=Path, help="folder that holds real/offtopic.jsonl.gz and the tables beside it")
    parser.add_argument("--learnt", action="store_true", help="of --texts, take articles that stance has learnt from")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    build()
    # In a process of its own: what is started later would count the peak memory of this one as its own.
    preparing = multiprocessing.Process(target=prepare, args=(options,))
    preparing.start()
    preparing.join()
    if preparing.exitcode:
        raise SystemExit(preparing.exitcode)
    programs = peers()
    for program in programs:
        learn(program)
    measured = measure(programs, options.runs)
    report(programs, measured, options)


def run(command, **more):
    print("$", command if isinstance(command, str) else " ".join(map(str, command)), file=sys.stderr, flush=True)
    subprocess.run(command, check=True, cwd=ROOT, shell=isinstance(command, str), **more)


def build():
    run(["cargo", "build", "--release", "--bin", "stance"])
    run(["cargo", "build", "--release", "--manifest-path", HERE / "reference/Cargo.toml",
         "--target-dir", WORK / "reference"])  # fmt: skip
    wanted = (HERE / "requirements.txt").read_text()
    stamp = WORK / "venv/requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        run([sys.executable, "-m", "venv", "--clear", WORK / "venv"])
        run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"])
        stamp.write_text(wanted)


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_table(path, columns, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    # A file that stays as it was stays as old as it was, so that what was learnt from it is not learnt again.
    if not path.exists() or path.read_bytes() != text.getvalue().encode():
        path.write_bytes(text.getvalue().encode())


def prepare(options):
    """Training rows, test rows, and the input as a table (for us) and as lines (for the others)."""
    test = {row["doc"] for row in table(ROOT / "data/splits.csv") if row["split"] == "test"}
    rows = {(row["doc"], row["n"]): row for row in table(ROOT / "data/corpus/sentences.csv")}
    rows |= {(row["doc"], row["n"]): row for row in table(ROOT / "data/corpus/corrections.csv")}
    columns = ["doc", "n", "paragraph", "text", "label", "alone", "holder", "kind"]
    write_table(WORK / "train.csv", columns, [row for row in rows.values() if row["doc"] not in test])
    tested = [row for row in rows.values() if row["doc"] in test]
    write_table(WORK / "test.csv", ["doc", "n", "paragraph", "kind", "text"], tested)
    write_table(WORK / "gold.csv", ["label"], tested)
    write_lines(WORK / "test.txt", [row["text"] for row in tested])
    sentences = real_sentences(options) if options.texts else [row["text"] for row in rows.values()]
    sentences = [" ".join(text.split()) for text in sentences]
    sentences = (sentences * (options.sentences // len(sentences) + 1))[: options.sentences]
    numbered = ({"doc": f"d{i // DOCUMENT}", "n": i % DOCUMENT + 1, "text": text} for i, text in enumerate(sentences))
    write_table(WORK / "input.csv", ["doc", "n", "text"], numbered)
    write_lines(WORK / "input.txt", sentences)


def write_lines(path, lines):
    """One text a line, its white space as single spaces."""
    path.write_text("".join(" ".join(line.split()) + "\n" for line in lines), encoding="utf-8")


def real_sentences(options):
    """Sentences of running text of real articles, each once."""
    folder = options.texts / "real"
    if options.learnt:
        rows = split(folder / "unlabelled.jsonl.gz", lambda article: True)
    else:
        use = {row["doc"]: row["use"] for row in table(ROOT / "data/real/off_topic.csv")}
        rows = split(folder / "offtopic.jsonl.gz", lambda article: use[article["id"]] == "measure")
        rows += table(folder / "dev_news_sentences.csv") + table(folder / "dev_speech_sentences.csv")
    return list(dict.fromkeys(row["text"] for row in rows if row["kind"] == "body" and len(row["text"]) >= 20))


def split(path, wanted):
    """Sentences of the articles of a file, as our own program splits them."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with open(WORK / "articles.jsonl", "w", encoding="utf-8") as out:
        lines = (json.dumps({"id": article["id"], "text": article["text"]}) for article in articles if wanted(article))
        out.writelines(f"{line}\n" for line in lines)
    run([STANCE, "label", "--quiet", WORK / "articles.jsonl", "-o", WORK / "articles.csv"])
    return table(WORK / "articles.csv")


def peers():
    """Name, kind of model, and the command that labels `source` (no ending) into `target`."""

    def python(kind):
        def command(source, target, model):
            return [PYTHON, HERE / "peer.py", "label", kind, model, f"{source}.txt", target]

        return command

    def ours(threads):
        def command(source, target, model):
            chosen = ["--model", model] if model else []
            return [STANCE, "label", "--unit", "sentence", "--quiet", "--threads", str(threads), *chosen,
                    f"{source}.csv", "-o", f"{target}.csv"]  # fmt: skip

        return command

    def cli(source, target, model):
        return f"tr A-Z a-z < {source}.txt | fasttext predict-prob {model} - 1 > {target}"

    listed = [
        ("stance, in context, one thread", None, ours(1)),
        ("stance, in context, two threads", None, ours(2)),
        ("stance, trained on the peers' rows", "stance", ours(1)),
        ("plain Rust program, words and characters", None, lambda s, t, _: [REFERENCE, f"{s}.txt", t]),
        ("fastText, words (C++ program)", "fasttext-words", cli),
        ("fastText, words (Python)", "fasttext-words", python("fasttext-words")),
        ("fastText, subwords (Python)", "subwords", python("subwords")),
        ("scikit-learn, words", "words", python("words")),
        ("scikit-learn, words and characters", "words+chars", python("words+chars")),
    ]
    if not shutil.which("fasttext"):
        listed = [entry for entry in listed if entry[2] is not cli]
    return [dict(name=name, kind=kind, command=command, model=kind and WORK / f"{kind}.model")
            for name, kind, command in listed]  # fmt: skip


def learn(program):
    kind, model = program["kind"], program["model"]
    if not kind or (model.exists() and model.stat().st_mtime > (WORK / "train.csv").stat().st_mtime):
        return
    if kind == "stance":
        return run([STANCE, "train", WORK / "train.csv", "-o", model])
    run([PYTHON, HERE / "peer.py", "train", kind, WORK / "train.csv", model])


def measure(programs, runs):
    measured = {program["name"]: [] for program in programs}
    for number in range(runs):
        for program in programs:
            command = program["command"](WORK / "input", WORK / "labels", program["model"])
            measured[program["name"]].append(once(command))
            wall, cpu, _ = measured[program["name"]][-1]
            print(f"run {number + 1}, {program['name']}: {wall:.2f} s, CPU {cpu:.2f} s", file=sys.stderr, flush=True)
    return measured


def once(command):
    """Wall time, CPU time and the largest process's peak memory in MB of one run."""
    shell = isinstance(command, str)
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    start = time.monotonic()
    process = subprocess.Popen(command, shell=shell, env=environment, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode} of {command}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def macro_f1(program):
    """Of the frozen test split, or None where the program has learnt nothing."""
    if program["command"].__name__ == "<lambda>":
        return None
    target = WORK / "tested"
    once(program["command"](WORK / "test", target, program["model"]))
    if program["kind"] in (None, "stance"):
        found = [row["label"] for row in table(f"{target}.csv")]
    else:
        lines = target.read_text(encoding="utf-8").splitlines()
        found = [line.split()[0].removeprefix("__label__") if line.split() else "neutral" for line in lines]
    gold = [row["label"] for row in table(WORK / "gold.csv")]
    if len(found) != len(gold):
        raise SystemExit(f"{program['name']}: {len(gold)} rows in, {len(found)} labels out")
    pairs = list(zip(gold, found))
    hits = {stance: sum(a == b == stance for a, b in pairs) for stance in STANCES}
    either = {stance: sum((a == stance) + (b == stance) for a, b in pairs) for stance in STANCES}
    return sum(2 * hits[stance] / max(1, either[stance]) for stance in STANCES) / len(STANCES)


def report(programs, measured, options):
    lines = (WORK / "input.txt").read_bytes()
    count, size = lines.count(b"\n"), len(lines)
    rows = []
    for program in programs:
        wall, cpu, peak = (statistics.median(figure) for figure in zip(*measured[program["name"]]))
        score = macro_f1(program)
        rows.append((program["name"], count / wall, count / cpu, size / 1e6 / wall, peak, score))
    own = rows[0][2]
    digest = hashlib.sha256((WORK / "input.csv").read_bytes()).hexdigest()[:12]
    print(f"\n{count:,} sentences (SHA-256 {digest}), {size / count:.0f} bytes each, {texts(options)}; "
          f"medians of {options.runs} runs; {time.strftime('%Y-%m-%d')}; {machine()}\n")  # fmt: skip
    print("| program | sentences/s | sentences per CPU-second | ours is times as fast | MB/s | peak MB | macro-F1 |")
    print("|---|---|---|---|---|---|---|")
    for name, per_wall, per_cpu, speed, peak, score in rows:
        told = "" if score is None else f"{score:.3f}"
        print(f"| {name} | {per_wall:,.0f} | {per_cpu:,.0f} | {own / per_cpu:.2f} | {speed:.1f} | {peak:.0f} | {told} |")


def texts(options):
    if not options.texts:
        return "written corpus"
    return f"real articles that stance {'has' if options.learnt else 'has not'} learnt from"


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"


if __name__ == "__main__":
    main()

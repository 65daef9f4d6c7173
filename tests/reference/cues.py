"""Each stance cue on documents it was not chosen on: is its side likelier where it stands than elsewhere?

    python tests/reference/cues.py --texts FOLDER [--grow]

Documents are halved by a hash of their name. A cue holds if, in both halves, the share of its side among the real
sentences that have it lies above the share of that side among all sentences; it is contradicted if it lies below in
both. With --grow, phrases of one to three words that stand beside a side in the first half are tried on the second.
Phrases are met as written, lower case; the program also meets their inflections.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter, defaultdict
from pathlib import Path

from rows import digest, training

CUES = Path(__file__).resolve().parents[2] / "seeds/cues"
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+")
LEAST = 8


def half(doc):
    return hashlib.sha256(doc.encode()).digest()[0] & 1


def grams(text):
    words = WORD.findall(text.lower().replace("’", "'").replace("-", " "))
    return {" ".join(words[i : i + n]) for n in (1, 2, 3, 4) for i in range(len(words) - n + 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--grow", action="store_true", help="try phrases that are in no list")
    options = parser.parse_args()
    rows = [row for row in training(("train", "news"), options.texts, True) if row.kind in ("body", "heading")]
    seen = [defaultdict(Counter), defaultdict(Counter)]
    base = [Counter(), Counter()]
    for row in rows:
        at = half(row.doc)
        base[at][row.alone] += 1
        for gram in grams(row.text):
            seen[at][gram][row.alone] += 1
    share = [{side: count[side] / count.total() for side in count} for count in base]
    print(f"rows {digest(rows)[:16]}: {base[0].total()} and {base[1].total()} sentences, reading `alone`")
    listed = set()
    for side in ("admit", "restrict"):
        with open(CUES / f"{side}.csv", newline="", encoding="utf-8") as file:
            cues = [row["cue"] for row in csv.DictReader(file)]
        listed.update(cues)
        verdicts = defaultdict(list)
        for cue in cues:
            key = cue.replace("-", " ")
            counts = [seen[at][key] for at in (0, 1)]
            if min(count.total() for count in counts) < LEAST:
                verdicts["too rare to tell"].append(cue)
                continue
            above = [counts[at][side] / counts[at].total() > share[at][side] for at in (0, 1)]
            verdicts["holds" if all(above) else "contradicted" if not any(above) else "undecided"].append(cue)
        print(side, {verdict: len(found) for verdict, found in verdicts.items()})
        for verdict in ("contradicted", "undecided"):
            print(f"  {verdict}: {', '.join(verdicts[verdict]) or 'none'}")
    if options.grow:
        grow(seen, share, listed)


def grow(seen, share, listed):
    for side in ("admit", "restrict"):
        tried, held = 0, []
        for gram, count in seen[0].items():
            if gram in listed or count.total() < 15 or len(gram.split()) > 3:
                continue
            if count[side] / count.total() < 3 * share[0][side]:
                continue
            tried += 1
            other = seen[1][gram]
            if other.total() >= LEAST and other[side] / other.total() > 2 * share[1][side]:
                held.append((other[side] / other.total(), gram, other.total()))
        print(f"{side}: {tried} phrases three times as often in the first half, {len(held)} still twice in the second")
        for rate, gram, total in sorted(held, reverse=True)[:60]:
            print(f"  {gram}: {rate:.2f} of {total}")


if __name__ == "__main__":
    main()

"""The peers, run by compare.py in an environment of their own.

    peer.py train KIND TRAIN.csv MODEL       KIND: words, words+chars (scikit-learn); subwords, fasttext-words (fastText)
    peer.py label KIND MODEL INPUT OUTPUT    a sentence a line in, a label and its probability a line out
"""

import csv
import itertools
import pickle
import re
import sys

CHUNK = 10_000
TOKEN = re.compile(r"[#@]?\w+|[^\w\s]+")
FASTTEXT = dict(lr=0.3, epoch=15, wordNgrams=2, dim=20, bucket=200_000, loss="softmax", thread=1, seed=1, verbose=0)
LENGTHS = {"subwords": dict(minn=2, maxn=5), "fasttext-words": dict(minn=0, maxn=0)}


def scikit_learn(kind):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    features = words if kind == "words" else make_union(words, chars)
    return make_pipeline(features, LogisticRegression(C=3, class_weight="balanced", max_iter=2000))


def tokens(text):
    return " ".join(TOKEN.findall(text.lower()))


def train(kind, table, model):
    with open(table, newline="", encoding="utf-8") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    if kind not in LENGTHS:
        fitted = scikit_learn(kind).fit([text for text, _ in rows], [label for _, label in rows])
        with open(model, "wb") as file:
            pickle.dump(fitted, file)
        return
    import fasttext

    with open(model + ".txt", "w", encoding="utf-8") as file:
        file.writelines(f"__label__{label} {tokens(text)}\n" for text, label in rows)
    # The program fails on one small training in six with "Encountered NaN"; another seed then works.
    for seed in range(8):
        try:
            settings = FASTTEXT | LENGTHS[kind] | {"seed": seed}
            return fasttext.train_supervised(input=model + ".txt", **settings).save_model(model)
        except RuntimeError as error:
            print(f"seed {seed}: {error}", file=sys.stderr)
    raise SystemExit("fastText could not be trained")


def labeller(kind, model):
    """A function from sentences to pairs of label and probability."""
    if kind in LENGTHS:
        import fasttext

        loaded = fasttext.load_model(model)

        def label(texts):
            labels, numbers = loaded.predict([tokens(text) for text in texts])
            return [(name[0][9:], number[0]) if name else ("neutral", 1 / 3) for name, number in zip(labels, numbers)]

        return label
    with open(model, "rb") as file:
        loaded = pickle.load(file)

    def label(texts):
        numbers = loaded.predict_proba(texts)
        return [(loaded.classes_[at], row[at]) for row, at in zip(numbers, numbers.argmax(1))]

    return label


def main():
    what, kind, *paths = sys.argv[1:]
    if what == "train":
        return train(kind, *paths)
    model, source, target = paths
    label = labeller(kind, model)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        lines = (line.rstrip("\n") for line in lines)
        while chunk := list(itertools.islice(lines, CHUNK)):
            out.writelines(f"{name}\t{number:.4f}\n" for name, number in label(chunk))


if __name__ == "__main__":
    main()

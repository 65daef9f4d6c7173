"""TF-IDF of words and characters with a logistic regression: what a scikit-learn user starts from.

    python tests/reference/tfidf.py --texts FOLDER [--train corpus,train] [--uncorrected]
"""

import os

# One thread: the sums then have one order.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

import learn

PACKAGES = ("scikit-learn", "numpy", "scipy")


def vectorizers():
    return [
        ("words", TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)),
        ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
    ]


if __name__ == "__main__":
    learn.run("tfidf", lambda: FeatureUnion(vectorizers()), PACKAGES, __doc__.split("\n")[0])

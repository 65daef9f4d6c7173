-- Form 1 of the database of `stance annotate`.
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    doc TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    date TEXT NOT NULL,
    language TEXT,
    -- Whether the sentences are the whole article, and whether they stand in one at all.
    whole INTEGER NOT NULL,
    has_context INTEGER NOT NULL
) STRICT;

CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    n INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- Code points of its article.
    starts INTEGER,
    ends INTEGER,
    asked INTEGER NOT NULL,
    UNIQUE (document, n)
) STRICT;

-- Two people who differ in upper and lower case only would not be told apart by others.
CREATE TABLE annotator (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;

-- The browsers an annotator works in.
CREATE TABLE browser (key TEXT PRIMARY KEY, annotator INTEGER NOT NULL REFERENCES annotator) STRICT;

-- Only ever added to; taking an answer back sets `withdrawn`.
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    request TEXT NOT NULL UNIQUE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    sentence INTEGER NOT NULL REFERENCES sentence,
    decides INTEGER NOT NULL,
    label TEXT,
    alone TEXT,
    holder TEXT NOT NULL,
    note TEXT NOT NULL,
    tool TEXT NOT NULL,
    time TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX answer_by_sentence ON answer (sentence, annotator, decides, withdrawn, id);

-- The last word of each annotator on each sentence.
CREATE VIEW said AS
SELECT * FROM answer WHERE withdrawn = 0 AND NOT EXISTS (
    SELECT 1 FROM answer AS later
    WHERE later.sentence = answer.sentence AND later.annotator = answer.annotator
        AND later.decides = answer.decides AND later.withdrawn = 0 AND later.id > answer.id
);

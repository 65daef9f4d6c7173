"""A batch without what was said, and one where anna said what was suggested: python unlabelled.py BATCH UNLABELLED ANSWERED"""
import csv, sys

SAID = ["label", "alone", "holder", "note", "annotator", "time"]
rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))
columns = [column for column in rows[0] if column not in SAID]
for path, more in (sys.argv[2], []), (sys.argv[3], ["label", "annotator"]):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns + more, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "label": row["suggestion"], "annotator": "anna"} for row in rows)

"""Whether two batches say the same: python compare.py BEFORE AFTER COLUMN…"""
import csv, sys

def rows(path, columns):
    with open(path, newline="", encoding="utf-8") as file:
        return [[row.get(column, "") for column in columns] for row in csv.DictReader(file)]

before, after = (sorted(rows(path, sys.argv[3:])) for path in sys.argv[1:3])
if before != after:
    sys.exit(f"differ:\n{before}\n{after}")
print(f"same in {', '.join(sys.argv[3:])}: {len(before)} rows")

"""Our records through Argilla's client, and out again: python argilla_records.py OURS OUT nested|flat"""
import json, os, sys
from argilla.records._io import GenericIO, JsonIO

ours, out, form = sys.argv[1:4]
records = JsonIO._records_from_json(ours)
for record in records:
    print(record)
    record.suggestions.api_models()
if os.path.exists(out):
    os.remove(out)
if form == "nested":
    JsonIO.to_json(records, out)
else:
    json.dump(GenericIO.to_list(records, flatten=True), open(out, "w", encoding="utf-8"))

"""Our items loaded by Potato's reader; answers as its store keeps them written by its exporter:
python potato_items.py OURS OUT csv|jsonl"""
import json, sys, tempfile
from pathlib import Path
from potato.export.base import ExportContext
from potato.export.cli import load_annotations_from_output_dir, load_items_from_data_files
from potato.export.tabular_exporter import CSVExporter, JSONLExporter

ours, out, form = sys.argv[1:4]
config = {"data_files": [ours], "item_properties": {"id_key": "id", "text_key": "text"}}
schemas = [{"name": "stance", "annotation_type": "radio", "labels": ["admit", "restrict", "neutral"]}]
items = load_items_from_data_files(config, "/")
assert len(items) == 4 and all(item["text"] for item in items.values()), items
folder = Path(tempfile.mkdtemp())
(folder / "anna").mkdir()
answers = {id: {"stance": {item["suggestion"]: True}} for id, item in items.items()}
state = {"user_id": "anna", "instance_id_to_label_to_value": answers}
(folder / "anna" / "user_state.json").write_text(json.dumps(state))
annotations = load_annotations_from_output_dir(str(folder), schemas, config)
context = ExportContext(config=config, annotations=annotations, items=items, schemas=schemas, output_dir=str(folder))
exporter = CSVExporter() if form == "csv" else JSONLExporter()
result = exporter.export(context, str(folder / "out"), {})
content = Path(result.files_written[0]).read_text()
Path(out).write_text(content)
print(content[:400])

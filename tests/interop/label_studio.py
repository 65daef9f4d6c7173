"""Our tasks through Label Studio's interface checks and its converter: python label_studio.py OURS OUT FORMAT"""
import json, shutil, sys, tempfile
from pathlib import Path
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="stance" toName="text"><Choice value="admit"/><Choice value="restrict"/><Choice value="neutral"/></Choices>
  <Choices name="alone" toName="text"><Choice value="admit"/><Choice value="restrict"/><Choice value="neutral"/></Choices>
  <TextArea name="holder" toName="text"/>
  <TextArea name="note" toName="text"/>
</View>"""

ours, out, form = sys.argv[1:4]
interface = LabelInterface(CONFIG)
for task in json.load(open(ours, encoding="utf-8")):
    assert interface.validate_task({"data": task["data"]}), task
    for annotation in task["annotations"]:
        assert interface.validate_annotation(annotation), annotation
    for prediction in task["predictions"]:
        errors = interface.validate_prediction(prediction, return_errors=True)
        assert not errors, errors
    # What the server adds when it stores an annotation.
    for number, annotation in enumerate(task["annotations"]):
        annotation.setdefault("id", number + 1)
        annotation.setdefault("updated_at", annotation.get("created_at"))
        annotation.setdefault("lead_time", 1.0)
    with open(ours + ".server", "a" if task["id"] != 1 else "w", encoding="utf-8") as file:
        file.write(json.dumps(task) + "\n")
stored = [json.loads(line) for line in open(ours + ".server", encoding="utf-8")]
with tempfile.TemporaryDirectory() as folder:
    source = Path(folder, "tasks.json")
    source.write_text(json.dumps(stored), encoding="utf-8")
    Converter(CONFIG, folder, download_resources=False).convert(str(source), folder + "/out", form, is_dir=False)
    result = next(Path(folder, "out").glob("result.*"))
    shutil.copy(result, out)
    print(result.read_text(encoding="utf-8")[:400])

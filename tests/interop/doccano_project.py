"""Our file imported into a doccano project and exported again, by doccano's own import and export (SQLite, no server):
python doccano_project.py OURS OUT JSONL|CSV"""
import os, sys, tempfile, zipfile
from pathlib import Path

ours, out, form = sys.argv[1:4]
folder = tempfile.mkdtemp()
os.environ.update(DATABASE_URL=f"sqlite:///{folder}/db.sqlite3", DJANGO_SETTINGS_MODULE="config.settings.development")
import backend
sys.path.insert(0, os.path.dirname(backend.__file__))
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
settings.MEDIA_ROOT = folder
call_command("migrate", verbosity=0)
call_command("create_roles", verbosity=0)
from data_export.celery_tasks import export_dataset
from data_import.datasets import load_dataset
from data_import.pipeline.catalog import create_file_format
from data_import.pipeline.readers import FileName
from projects.models import Project, ProjectType, TextClassificationProject

user = get_user_model().objects.create_user("anna", password="x")
project = TextClassificationProject.objects.create(
    name="stance", created_by=user, project_type=ProjectType.DOCUMENT_CLASSIFICATION, collaborative_annotation=True)
project.add_admin()
name = FileName(full_path=ours, generated_name=os.path.basename(ours), upload_name=os.path.basename(ours))
options = dict(column_data="text", column_label="label", encoding="utf_8", delimiter=",")
dataset = load_dataset("DocumentClassification", create_file_format(form), [name], project, **options)
dataset.save(user, batch_size=1000)
assert not list(dataset.errors), [error.dict() for error in dataset.errors]
with zipfile.ZipFile(export_dataset(project.id, form)) as archive:
    content = archive.read(archive.namelist()[0])
Path(out).write_bytes(content)
print(content.decode()[:400])

"""A starter glossary: terms of the chains and of policy that the dictionary lacks, written for this project.

It is written once. What administrators edit or delete afterwards stays as they leave it, and a Chinese term that
is in the glossary already keeps its own translation.
"""

import csv
from pathlib import Path

from django.db import migrations

STARTER = Path(__file__).resolve().parents[1] / "glossary" / "starter.csv"
NOTE = "Starter glossary · 起步词表 · "


def add_starter_glossary(apps, schema_editor):
    entries = apps.get_model("matching", "GlossaryEntry").objects.using(schema_editor.connection.alias)
    known = set(entries.values_list("zh", flat=True))
    with STARTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["zh"] not in known]
    entries.bulk_create(
        (entries.model(zh=row["zh"], en=row["en"], note=NOTE + row["chain"]) for row in rows), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_meeting_moved")]

    operations = [migrations.RunPython(add_starter_glossary, migrations.RunPython.noop)]

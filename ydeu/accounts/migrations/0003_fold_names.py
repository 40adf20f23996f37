"""Fold the names that are there, and mark the enterprises that have lost their verification."""

from django.db import migrations
from django.db.models import Max

from ydeu.accounts.folding import fold_name

BATCH = 1000


def fold_names(apps, _schema_editor):
    enterprises = apps.get_model("accounts", "Enterprise").objects.order_by("pk")
    rows = []
    for row in enterprises.only("pk", "name").iterator(chunk_size=BATCH):
        row.folded_name = fold_name(row.name)
        rows.append(row)
        if len(rows) == BATCH:
            enterprises.bulk_update(rows, ["folded_name"])
            rows = []
    enterprises.bulk_update(rows, ["folded_name"])


def mark_revoked(apps, _schema_editor):
    """An enterprise that was verified once and is not now: by a decision, or because a member renamed it."""
    enterprises = apps.get_model("accounts", "Enterprise").objects
    lost = enterprises.filter(verified_at=None, events__kind="verified").annotate(last=Max("events__at"))
    for pk, moment in list(lost.values_list("pk", "last")):
        enterprises.filter(pk=pk).update(revoked_at=moment)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_identity")]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.RunPython(mark_revoked, migrations.RunPython.noop),
    ]

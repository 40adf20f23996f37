from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def set_a_day(apps, schema_editor):
    """What was put aside before there were days comes back like what is put aside today."""
    Suggestion = apps.get_model("matching", "Suggestion")
    deferred = Suggestion.objects.filter(state="deferred", deferred_until__isnull=True)
    deferred.update(deferred_until=timezone.localdate() + timedelta(days=30))


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_queue_for_real_work")]

    operations = [migrations.RunPython(set_a_day, migrations.RunPython.noop)]

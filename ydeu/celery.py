"""The Celery application: `celery -A ydeu worker`, `celery -A ydeu beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ydeu.settings.development")

app = Celery("ydeu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

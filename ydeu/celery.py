"""The Celery application: `celery -A ydeu worker`, `celery -A ydeu beat`."""

import os

from celery import Celery

from ydeu import forks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ydeu.settings.development")

forks.guard()

app = Celery("ydeu", task_cls="ydeu.publishing:Task")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

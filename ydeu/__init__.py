"""The site. Importing it loads the Celery application, so that `shared_task` finds its broker everywhere."""

from ydeu.celery import app as celery_app

__all__ = ["celery_app"]

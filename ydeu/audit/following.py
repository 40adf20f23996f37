"""Copy the histories of the rooms above into the log: every new event row writes a line there.

A room says once, when the site starts, how its event reads in the log. Code that writes an event need not
mention the log. ``post_save`` reports rows created one by one; ``FollowedQuerySet`` reports rows created
together.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models.signals import post_save

from ydeu.audit import log
from ydeu.audit.models import Entry

Row = TypeVar("Row", bound=models.Model)
Reading = Callable[[Any], Entry | None]

_readings: dict[type[models.Model], Reading] = {}


class FollowedQuerySet(models.QuerySet[Row]):
    """The base of the manager of an event's model. It writes log lines in ``bulk_create``."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            reading = _readings.get(self.model)
            entries = [reading(row) for row in made] if reading else []
            log.record_many(entry for entry in entries if entry)
        return made


def follow(model: type[models.Model], reading: Reading) -> None:
    """Write each new row of ``model`` to the log from now on, unless ``reading`` returns None for it."""
    _readings[model] = reading
    post_save.connect(_hear, sender=model, dispatch_uid=f"audit.{model._meta.label_lower}")


def _hear(sender: type[models.Model], instance: models.Model, created: bool, **_kwargs: Any) -> None:
    entry = _readings[sender](instance) if created else None
    if entry:
        entry.save(force_insert=True)

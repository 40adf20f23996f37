"""The histories of the rooms above flow into the log: every event row that is written leaves a line there.

A room says once, when the site starts, how its event reads in the log; whoever writes an event need not think
of it. Rows made one by one are heard of by ``post_save``, rows made together by ``FollowedQuerySet``.
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
    """For the manager of an event's model."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            reading = _readings.get(self.model)
            entries = [reading(row) for row in made] if reading else []
            log.record_many(entry for entry in entries if entry)
        return made


def follow(model: type[models.Model], reading: Reading) -> None:
    """From now on each new row of ``model`` is read into the log; None leaves it out."""
    _readings[model] = reading
    post_save.connect(_hear, sender=model, dispatch_uid=f"audit.{model._meta.label_lower}")


def _hear(sender: type[models.Model], instance: models.Model, created: bool, **_kwargs: Any) -> None:
    entry = _readings[sender](instance) if created else None
    if entry:
        entry.save(force_insert=True)

from abc import abstractmethod
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import FileRefusal
from ydeu.marketplace.states import FileState


class CheckedFileQuerySet(models.QuerySet[Any]):
    def clean(self) -> Self:
        return self.filter(state=FileState.CLEAN)

    def kept(self) -> Self:
        """All but the refused files. Only the row of a refused file is left."""
        return self.exclude(state=FileState.REFUSED)

    def due(self, *, lost_before: datetime) -> Self:
        """Files to check: nobody has claimed them, or the claim is so old that its worker has died."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=lost_before)
        return self.filter(free, state=FileState.WAITING)

    def with_remains(self) -> Self:
        """Files whose check is over and whose upload is still there."""
        return self.exclude(state=FileState.WAITING).exclude(upload="")


class CheckedFile(models.Model):
    """An uploaded file: ``upload`` as it came, which no page serves, and ``file`` as the check left it."""

    upload = models.FileField(_("upload"), upload_to="unchecked/", blank=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=60)
    size = models.PositiveIntegerField(_("size in bytes"))
    state = models.CharField(
        _("check"), max_length=10, choices=FileState, default=FileState.WAITING, editable=False
    )
    refusal = models.CharField(
        _("why not accepted"), max_length=20, choices=FileRefusal, blank=True, editable=False
    )
    claimed_at = models.DateTimeField(_("check started"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)

    objects = CheckedFileQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_clean(self) -> bool:
        return self.state == FileState.CLEAN

    @property
    def stored_paths(self) -> list[str]:
        """The paths of all that may be on the disk for this row."""
        return [str(each.name) for each in (self.upload, self.file) if each]  # type: ignore[attr-defined]

    @property
    @abstractmethod
    def uploader(self) -> User | None:
        """Who is told if the file is refused."""

    @property
    @abstractmethod
    def for_enterprise(self) -> Enterprise | None:
        """The enterprise for which it was uploaded."""

    @property
    @abstractmethod
    def page(self) -> str:
        """The page that shows the file to its uploader."""

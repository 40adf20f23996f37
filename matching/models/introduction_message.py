from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES
from ydeu.accounts.models import User
from ydeu.marketplace.models import CheckedFile


class IntroductionMessageQuerySet(models.QuerySet["IntroductionMessage"]):
    def unread_by(self, user: User) -> Self:
        """Messages of others, after the last one that ``user`` has read in the same introduction."""
        seen = ReadMark.objects.filter(introduction=OuterRef("introduction"), user=user)
        last = Coalesce(Subquery(seen.values("last_message")[:1]), 0)
        return self.filter(pk__gt=last).exclude(author=user)

    def count_by_introduction(self, introductions: list[Any]) -> dict[int, int]:
        found = self.filter(introduction__in=introductions).order_by()
        return dict(found.values_list("introduction").annotate(number=Count("pk")))


class IntroductionMessage(models.Model):
    """A message to all participants, from a side or, without a side, from a coordinator. Never changed."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("side"), max_length=6, choices=SIDES, blank=True)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = IntroductionMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.text[:60]


class MessageFile(CheckedFile):
    """A file of a message, in private storage. Served only after a permission check."""

    message = models.ForeignKey(IntroductionMessage, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="messages/%Y/%m/", blank=True)

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ("pk",)

    def get_absolute_url(self) -> str:
        return reverse("matching:message_file", args=[self.pk])

    @property
    def uploader(self) -> User | None:
        return self.message.author

    @property
    def for_enterprise(self) -> None:
        return None  # the author may be a coordinator

    @property
    def page(self) -> str:
        return reverse("matching:introduction_messages", args=[self.message.introduction_id])


class ReadMark(models.Model):
    """How far a person has read the messages of an introduction."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    last_message = models.BigIntegerField(_("number of the last message"), default=0)

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = (models.UniqueConstraint(fields=("introduction", "user"), name="one_read_mark"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.last_message}"

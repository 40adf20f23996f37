from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.notices.enums import WITHOUT_A_LINE, Choice, Delivery, kinds
from ydeu.notices.states import sources
from ydeu.notices.wording import line


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, user: User) -> Self:
        """The notices in the inbox of ``user``.

        A notice appears when its e-mail may go out (``not_before``), and never if it was withdrawn. With a
        recipient UNDELIVERABLE means that the notice is held back, so the inbox does not show it either.
        """
        held_back = (Delivery.WITHDRAWN, Delivery.UNDELIVERABLE)
        own = self.filter(recipient=user, not_before__lte=timezone.now()).exclude(state__in=held_back)
        return own.exclude(kind__in=WITHOUT_A_LINE)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Waiting e-mails that may go out now."""
        return self.filter(state=Delivery.WAITING, not_before__lte=now)

    def for_digest(self, moment: datetime) -> Self:
        """Notices that wait for a digest and were due before ``moment``, when the daily digest was due."""
        return self.filter(state=Delivery.FOR_DIGEST, not_before__lt=moment)

    def queued(self) -> Self:
        """E-mails that no worker has begun to send."""
        return self.filter(state__in=(Delivery.WAITING, Delivery.FOR_DIGEST))

    def of_who_left(self) -> Self:
        """Notices about an enterprise that their reader no longer acts for, or to inactive people."""
        acting = Membership.objects.filter(user=OuterRef("recipient"), enterprise=OuterRef("enterprise"))
        left = Q(enterprise__isnull=False) & ~Exists(acting)
        return self.filter(left | Q(recipient__is_active=False), recipient__isnull=False)

    def stuck(self, before: datetime) -> Self:
        """E-mails claimed before ``before`` by a worker that never finished."""
        return self.filter(state=Delivery.SENDING, claimed_at__lt=before)

    def move(self, to: Delivery, **changes: Any) -> int:
        """Move those that the table of states lets move to ``to``, by compare-and-swap. Returns how many."""
        return self.filter(state__in=sources(to)).update(state=to, **changes)


class Notice(models.Model):
    """One message to one person or enterprise: a line in the inbox and one e-mail."""

    kind = models.CharField(_("kind"), max_length=40, choices=kinds)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("enterprise"),
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    url = models.CharField(_("page it is about"), max_length=300)
    digest = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="collected", verbose_name=_("in the digest")
    )
    context = models.JSONField(_("details"), default=dict)
    state = models.CharField(_("delivery"), max_length=15, choices=Delivery, default=Delivery.WAITING)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    handed_at = models.DateTimeField(_("text handed over since"), null=True)
    """Set just before the text goes over the connection. From then on nobody can know if it arrived."""
    is_repeat = models.BooleanField(_("may have arrived before"), default=False)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("state", "not_before"), name="notice_due"),
            models.Index(fields=("recipient", "read_at"), name="notice_inbox"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.address or self.enterprise}"

    @property
    def line(self) -> str:
        """The notice in one sentence, in the active language."""
        return line(self.kind, self.context)

    @property
    def details(self) -> list[str]:
        """The names below the line if the notice is about several listings."""
        names = [listing["title"] for listing in self.context.get("listings", ())]
        more = self.context.get("more")
        return [*names, f"… +{more}"] if more else names


class Letter(models.Model):
    """The text of an e-mail that is already written, sealed, until it has gone out."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, primary_key=True, related_name="letter", verbose_name=_("notice")
    )
    sealed = models.TextField(_("sealed text"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return str(self.notice)


class Preference(models.Model):
    """When a person gets the e-mails of a kind. Without a row the default applies."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=40, choices=kinds)
    choice = models.CharField(_("by e-mail"), max_length=10, choices=Choice)

    class Meta:
        verbose_name = _("e-mail preference")
        verbose_name_plural = _("e-mail preferences")
        ordering = ("user", "kind")
        constraints = (models.UniqueConstraint(fields=("user", "kind"), name="one_preference_per_kind"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()} · {self.get_choice_display()}"

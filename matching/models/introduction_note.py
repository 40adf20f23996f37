from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES, Audience
from ydeu.accounts.models import User


class IntroductionNoteQuerySet(models.QuerySet["IntroductionNote"]):
    def readable_by(self, user: User, *, oversees: bool) -> Self:
        """All notes for a person who oversees the introduction; else those for both sides and their own."""
        return self if oversees else self.filter(Q(audience=Audience.BOTH) | Q(author=user))


class IntroductionNote(models.Model):
    """A note on an introduction, for both sides or for the coordinators. Never changed."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("side"), max_length=6, choices=SIDES, blank=True)
    audience = models.CharField(_("who reads it"), max_length=12, choices=Audience)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = IntroductionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.text[:60]

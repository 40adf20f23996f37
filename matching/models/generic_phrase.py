from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.states import PhraseState
from ydeu.alliances.models import Alliance

LONGEST_PHRASE = 200


class GenericPhraseQuerySet(models.QuerySet["GenericPhrase"]):
    def granted(self) -> Self:
        return self.filter(state=PhraseState.GRANTED)


class GenericPhrase(models.Model):
    """A phrase that says nothing in an alliance: pairs that share it were rejected as a technical mismatch.

    The nightly task proposes it, and an administrator grants or declines.
    """

    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="generic_phrases", verbose_name=_("alliance")
    )
    phrase = models.CharField(_("phrase"), max_length=LONGEST_PHRASE)
    state = models.CharField(
        _("state"), max_length=8, choices=PhraseState, default=PhraseState.PROPOSED, editable=False
    )
    mismatches = models.PositiveIntegerField(
        _("pairs rejected as a technical mismatch"), help_text=_("Pairs of the alliance that share it.")
    )
    approvals = models.PositiveIntegerField(_("approved pairs"), help_text=_("Pairs that share it."))
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = GenericPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("generic phrase")
        verbose_name_plural = _("generic phrases")
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "phrase"), name="one_generic_phrase_an_alliance"),
        )

    def __str__(self) -> str:
        return self.phrase

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.glossary import TermField
from matching.models.suggestion import Suggestion
from matching.models.terms import is_chinese_term, is_english_term
from matching.states import ProposalState
from ydeu.accounts.models import User


class GlossaryProposalQuerySet(models.QuerySet["GlossaryProposal"]):
    def waiting(self) -> Self:
        return self.filter(state=ProposalState.WAITING)

    def by(self, user: User) -> Self:
        return self.filter(proposed_by=user)


class GlossaryProposal(models.Model):
    """A pair of terms that a coordinator would add to the glossary. An administrator decides on it."""

    zh = TermField(_("Chinese term"), max_length=64, validators=[is_chinese_term])
    en = TermField(_("English term"), max_length=128, validators=[is_english_term])
    suggestion = models.ForeignKey(
        Suggestion,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("pair in which it was noticed"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ProposalState, default=ProposalState.WAITING, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = GlossaryProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed glossary entry")
        verbose_name_plural = _("proposed glossary entries")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("zh", "en"),
                condition=Q(state=ProposalState.WAITING),
                name="one_waiting_glossary_proposal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.zh} = {self.en}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

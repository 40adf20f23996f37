from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES
from matching.models.suggestion import Suggestion
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import CooperationMode, ListingKind
from ydeu.marketplace.models import Listing
from ydeu.notices.models import Notice


class InterestQuerySet(models.QuerySet["Interest"]):
    def of(self, user: User) -> Self:
        """The interests of the enterprises that ``user`` acts for."""
        return self.filter(enterprise__in=Enterprise.objects.of(user))

    def with_pair(self) -> Self:
        return self.select_related(
            "suggestion__offer__enterprise", "suggestion__demand__enterprise", "suggestion__introduction"
        )


class Interest(models.Model):
    """The interest of an enterprise in a listing of another. Its state is the state of the pair."""

    suggestion = models.ForeignKey(
        Suggestion, models.CASCADE, related_name="interests", verbose_name=_("suggestion")
    )
    side = models.CharField(_("side that asks"), max_length=6, choices=SIDES)
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="interests", verbose_name=_("enterprise")
    )
    mode = models.CharField(_("cooperation sought"), max_length=24, choices=CooperationMode)
    question = models.TextField(_("what is unclear"), blank=True)
    about = models.TextField(_("who we are"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, related_name="+", verbose_name=_("notice of a refusal")
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("suggestion", "enterprise"), name="one_interest_a_side"),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} → {self.wanted}"

    @property
    def own(self) -> Listing:
        """The listing that the enterprise brings."""
        return self.suggestion.listing_of(self.side)

    @property
    def wanted(self) -> Listing:
        """The listing that it is interested in."""
        return self.suggestion.listing_of(ListingKind(self.side).opposite)

    @property
    def tells_when(self) -> bool:
        """True if the day of the answer tells nothing that the page of the listing hides.

        Each alliance promises its own number of days, so the day would tell the alliance.
        """
        wanted: Any = self.wanted
        return not wanted.is_anonymous or (wanted.shows_alliance and wanted.is_counted)

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import TRL, BudgetBand, ListingKind
from ydeu.marketplace.models.listing import Listing


class Demand(Listing):
    """A technology that an enterprise needs."""

    kind = ListingKind.DEMAND

    problem = models.TextField(_("problem and present workaround"), blank=True)
    trl_wanted = models.PositiveSmallIntegerField(
        _("lowest readiness level wanted"), choices=TRL, null=True, blank=True
    )
    approaches_tried = models.TextField(_("approaches tried"), blank=True)
    budget_band = models.CharField(_("budget"), max_length=12, choices=BudgetBand, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    open_challenge = models.BooleanField(
        _("open challenge"), default=False, help_text=_("Anybody may answer; the best answer wins an award.")
    )
    is_vague = models.BooleanField(
        _("too vague to match"), default=False, editable=False, help_text=_("The matcher says so.")
    )
    award = models.PositiveIntegerField(_("award in ten thousand yuan"), null=True, blank=True)

    class Meta(Listing.Meta):
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        indexes = (
            models.Index(fields=("state", "-published_at"), name="demand_latest"),
            models.Index(fields=("state", "revision"), name="demand_standing"),
        )

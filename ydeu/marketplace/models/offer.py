from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.fields import CodeListField
from ydeu.marketplace.enums import TRL, IPRStatus, IPType, ListingKind, Stage
from ydeu.marketplace.models.listing import Listing


class Offer(Listing):
    """A technology that an enterprise offers."""

    kind = ListingKind.OFFER

    advantages = models.TextField(
        _("advantages"),
        blank=True,
        help_text=_("With a measured comparison to the leading alternative."),
    )
    stage = models.CharField(_("stage of development"), max_length=15, choices=Stage, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"), choices=TRL, null=True, blank=True
    )
    ipr_status = models.CharField(_("IPR status"), max_length=10, choices=IPRStatus, blank=True)
    ip_types = CodeListField(_("kinds of intellectual property"), choices=IPType.choices)
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Test reports, references, certificates.")
    )
    indicative_price = models.CharField(_("indicative price"), max_length=120, blank=True)

    class Meta(Listing.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = (
            models.Index(fields=("state", "-published_at"), name="offer_latest"),
            models.Index(fields=("state", "revision"), name="offer_standing"),
        )

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.admin.listing import ListingAdmin
from ydeu.marketplace.enums import IPType
from ydeu.marketplace.models import Demand, Offer

TEXT = (None, {"fields": ("title", "summary", "description")})
KEYWORDS = (_("Keywords"), {"fields": ("technology_keywords", "market_keywords")})
FILING = (_("Filing"), {"fields": ("alliance", "chain_segment", "strategic_industry", "language")})
COOPERATION = (_("Cooperation"), {"fields": ("modes", "partner_sought", "regions")})
RECORD = (
    _("Record"),
    {
        "fields": (
            "visibility",
            "valid_until",
            "state",
            "created_by",
            "submitted_at",
            "published_at",
            "revision",
            "moderated_revision",
            "matched_revision",
            "external_id",
        )
    },
)


@admin.register(Offer)
class OfferAdmin(ListingAdmin):
    fieldsets: Any = (
        TEXT,
        (_("The technology"), {"fields": ("advantages", "evidence", "stage", "trl")}),
        (_("Rights and price"), {"fields": ("ipr_status", "kinds_of_rights", "indicative_price")}),
        KEYWORDS,
        COOPERATION,
        FILING,
        RECORD,
    )

    @admin.display(description=_("facts"))
    def facts(self, offer: Offer) -> str:
        level = f"TRL {offer.trl}" if offer.trl else ""
        return " · ".join(filter(None, [offer.get_stage_display(), level, offer.get_ipr_status_display()]))

    @admin.display(description=_("kinds of intellectual property"))
    def kinds_of_rights(self, offer: Offer) -> str:
        return ", ".join(str(IPType(code).label) for code in offer.ip_types) or "-"


@admin.register(Demand)
class DemandAdmin(ListingAdmin):
    fieldsets: Any = (
        TEXT,
        (_("The need"), {"fields": ("problem", "approaches_tried", "trl_wanted")}),
        (_("Money and time"), {"fields": ("budget_band", "needed_by", "open_challenge", "award")}),
        KEYWORDS,
        COOPERATION,
        FILING,
        RECORD,
    )

    @admin.display(description=_("facts"))
    def facts(self, demand: Demand) -> str:
        until = demand.needed_by and date_format(demand.needed_by, "SHORT_DATE_FORMAT")
        level = f"TRL ≥ {demand.trl_wanted}" if demand.trl_wanted else ""
        challenge = _("open challenge") if demand.open_challenge else ""
        return " · ".join(map(str, filter(None, [demand.get_budget_band_display(), until, level, challenge])))

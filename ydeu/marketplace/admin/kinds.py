from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.admin.fieldsets import fieldsets_of
from ydeu.marketplace.admin.listing import ListingAdmin
from ydeu.marketplace.models import Demand, Offer


@admin.register(Offer)
class OfferAdmin(ListingAdmin):
    fieldsets = fieldsets_of(Offer)

    @admin.display(description=_("facts"))
    def facts(self, offer: Offer) -> str:
        level = f"TRL {offer.trl}" if offer.trl else ""
        return " · ".join(filter(None, [offer.get_stage_display(), level, offer.get_ipr_status_display()]))


@admin.register(Demand)
class DemandAdmin(ListingAdmin):
    fieldsets = fieldsets_of(Demand)

    @admin.display(description=_("facts"))
    def facts(self, demand: Demand) -> str:
        until = demand.needed_by and date_format(demand.needed_by, "SHORT_DATE_FORMAT")
        level = f"TRL ≥ {demand.trl_wanted}" if demand.trl_wanted else ""
        challenge = _("open challenge") if demand.open_challenge else ""
        return " · ".join(map(str, filter(None, [demand.get_budget_band_display(), until, level, challenge])))

from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.forms.fields import TextArea
from ydeu.marketplace.forms.listing import AUDIENCE, CHAIN, FILES, WHAT, ListingForm, Section
from ydeu.marketplace.models import Offer

READINESS = Section(
    "readiness",
    _("Readiness and intellectual property"),
    "",
    [
        ["advantages"],
        ["stage", "trl"],
        ["ipr_status", "indicative_price"],
        ["ip_types"],
        ["evidence"],
    ],
)


class OfferForm(ListingForm):
    sections = (WHAT, CHAIN, READINESS, AUDIENCE, FILES)

    class Meta(ListingForm.Meta):
        model = Offer
        fields = (
            *ListingForm.Meta.fields,
            "advantages",
            "stage",
            "trl",
            "ipr_status",
            "ip_types",
            "evidence",
            "indicative_price",
        )
        widgets = {
            **ListingForm.Meta.widgets,
            "advantages": TextArea(attrs={"rows": 5}),
            "evidence": TextArea(attrs={"rows": 3}),
        }

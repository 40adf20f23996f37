from ydeu.marketplace.forms.layout import inputs_of, kinds_of, typed_names
from ydeu.marketplace.forms.listing import ListingForm
from ydeu.marketplace.models import Offer


class OfferForm(ListingForm):
    class Meta:
        model = Offer
        fields = typed_names(Offer.kind)
        widgets = inputs_of(Offer)
        field_classes = kinds_of(Offer)

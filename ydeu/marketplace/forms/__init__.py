from ydeu.marketplace.forms.demand import DemandForm, RequirementRows
from ydeu.marketplace.forms.listing import ListingForm
from ydeu.marketplace.forms.offer import OfferForm

__all__ = ["DemandForm", "ListingForm", "OfferForm", "RequirementRows"]

from ydeu.marketplace.admin.kinds import DemandAdmin, OfferAdmin
from ydeu.marketplace.admin.saved_searches import SavedSearchAdmin

__all__ = ["DemandAdmin", "OfferAdmin", "SavedSearchAdmin"]

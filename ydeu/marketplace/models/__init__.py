from ydeu.marketplace.models.attachment import Attachment
from ydeu.marketplace.models.checked_file import CheckedFile, CheckedFileQuerySet
from ydeu.marketplace.models.demand import Demand
from ydeu.marketplace.models.event import ListingEvent
from ydeu.marketplace.models.listing import Listing
from ydeu.marketplace.models.listing_query import ListingQuerySet
from ydeu.marketplace.models.offer import Offer
from ydeu.marketplace.models.requirement import Requirement
from ydeu.marketplace.models.saved_search import SavedSearch

__all__ = [
    "Attachment",
    "CheckedFile",
    "CheckedFileQuerySet",
    "Demand",
    "Listing",
    "ListingEvent",
    "ListingQuerySet",
    "Offer",
    "Requirement",
    "SavedSearch",
]

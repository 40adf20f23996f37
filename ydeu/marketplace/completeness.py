"""What a listing must say before it may be submitted (a draft may lack all of it)."""

from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Listing

REQUIRED = (
    "title",
    "summary",
    "description",
    "alliance",
    "chain_segment",
    "technology_keywords",
    "cooperation_modes",
    "visibility",
)
REQUIRED_OF = {
    Kind.OFFER: (*REQUIRED, "advantages", "stage", "trl", "ipr_status"),
    Kind.DEMAND: (*REQUIRED, "problem", "budget_band", "needed_by"),
}
LONGEST = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "advantages": 2000,
    "problem": 2000,
    "partner_sought": 1000,
    "approaches_tried": 2000,
    "evidence": 2000,
}
"""Characters a form accepts; an import keeps longer texts of an older platform as they are."""

MOST_KEYWORDS = 5
MOST_MODES = 3


def missing_fields(listing: Listing) -> list[str]:
    """The names of required fields that are empty, in the order of the form."""
    return [name for name in REQUIRED_OF[listing.kind] if getattr(listing, name) in (None, "", [])]

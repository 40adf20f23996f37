from ydeu.marketplace.admin.kinds import DemandAdmin, OfferAdmin

__all__ = ["DemandAdmin", "OfferAdmin"]

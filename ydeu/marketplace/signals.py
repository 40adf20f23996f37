"""What the marketplace tells the rooms above it: sent after commit, so a receiver may enqueue at once."""

from django.dispatch import Signal

listing_published = Signal()
"""A listing entered, or changed within, the published state. Arguments: ``listing``."""

listing_left = Signal()
"""A listing is no longer published. Arguments: ``listing``."""

"""Signals to the rooms above. They are sent after the commit, so a receiver may enqueue at once."""

from django.dispatch import Signal

listing_published = Signal()
"""A listing was published, or changed while it is published. Arguments: ``listing``."""

listing_left = Signal()
"""A listing is no longer published. Arguments: ``listing``."""

file_received = Signal()
"""A file was uploaded and waits for its check. Arguments: ``file``."""

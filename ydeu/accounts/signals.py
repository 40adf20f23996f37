"""Signals from accounts to the rooms above them.

They are sent inside the transaction and not robustly: a receiver writes its rows together with ours or not at
all.
"""

from django.dispatch import Signal

enterprise_verified = Signal()
"""An administrator has verified an enterprise. Arguments: ``enterprise``."""

enterprise_revoked = Signal()
"""The verification was withdrawn. Arguments: ``enterprise``, ``note``, ``by``."""

enterprise_renamed = Signal()
"""The name or the credit code has changed. Arguments: ``enterprise``."""

identity_asked = Signal()
"""A verified enterprise asks for another name or credit code. Arguments: ``request``."""

identity_answered = Signal()
"""An administrator has granted or declined a request. Arguments: ``request``, ``note``."""

member_invited = Signal()
"""The reader of an address is invited to act for an enterprise. Arguments: ``invitation``."""

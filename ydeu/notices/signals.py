from django.dispatch import Signal

notice_written = Signal()
"""A notice is safely stored. Sent after commit. Arguments: ``notice``."""

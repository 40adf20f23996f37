from django.dispatch import Signal

notice_written = Signal()
"""A notice is stored. Sent after the commit. Arguments: ``notice``."""

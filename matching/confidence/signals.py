"""What the rooms above have to do when a scale changes.

``scale_changed`` sends ``alliance``, a primary key, or None for the union and with it every alliance without
a scale of its own. It is sent after the commit.
"""

from django.dispatch import Signal

scale_changed = Signal()

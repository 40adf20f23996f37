"""What the rooms above have to do when a scale or a strength changes.

``scale_changed`` sends ``alliance``, a primary key, or None for the union and with it every alliance without
a scale of its own. ``strengths_changed`` sends ``demands``, the primary keys of demands whose open pairs have
other strengths. Both are sent after the commit.
"""

from django.dispatch import Signal

scale_changed = Signal()
strengths_changed = Signal()

"""What a decision sets off in other rooms.

``pairs_decided`` sends ``demands``: the primary keys of the demands of pairs that were approved or rejected,
or that came back into the queue: undone, deferred until then, or with two opinions. It is sent after the
commit.
"""

from django.dispatch import Signal

pairs_decided = Signal()

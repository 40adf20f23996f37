"""The rows of ``table.py`` about introductions, which belong to two enterprises.

What one side wrote belongs to that side. What both made together stays, without the name of the deleted side.
"""

from django.db.models import Q

from ydeu.privacy.enums import Fate
from ydeu.privacy.holdings import Holding

DELETED, EMPTIED, SCRUBBED = Fate.DELETED, Fate.EMPTIED, Fate.SCRUBBED


def _both(path: str) -> tuple[str, str]:
    return f"{path}offer__enterprise", f"{path}demand__enterprise"


def _shared(table: str, person: str, *, hidden: tuple[str, ...] = ()) -> Holding:
    return Holding(
        table=table,
        people=(person,),
        enterprises=_both("introduction__"),
        person=SCRUBBED,
        enterprise=SCRUBBED,
        hidden=hidden,
        is_shared=True,
    )


def _said(table: str) -> Holding:
    return Holding(
        table=table,
        people=("author",),
        enterprises=_both("introduction__"),
        side="side",
        person=SCRUBBED,
        enterprise=EMPTIED,
    )


INTRODUCTIONS = (
    Holding(
        table="matching.messagefile",
        people=("message__author",),
        hidden=("upload",),
        enterprises=_both("message__introduction__"),
        side="message__side",
        person=SCRUBBED,
        enterprise=DELETED,
    ),
    _said("matching.introductionmessage"),
    _said("matching.introductionnote"),
    Holding(table="matching.readmark", people=("user",), person=DELETED),
    _shared("matching.introductionstep", "set_by"),
    _shared("matching.introductionmeeting", "planned_by"),
    Holding(
        table="matching.followup",
        enterprises=_both("contract__introduction__"),
        side="side",
        person=SCRUBBED,
        enterprise=EMPTIED,
    ),
    _shared("matching.introductioncontract", "recorded_by"),
    Holding(
        table="matching.introductionside",
        people=("answered_by",),
        enterprises=("enterprise",),
        person=SCRUBBED,
        enterprise=EMPTIED,
        hidden=("notice",),
    ),
    Holding(
        table="matching.introductionevent",
        people=("actor",),
        enterprises=_both("introduction__"),
        person=SCRUBBED,
        enterprise=SCRUBBED,
        for_enterprises=Q(is_internal=False),
        is_shared=True,
    ),
    Holding(
        table="matching.introduction",
        people=("opened_by",),
        enterprises=_both(""),
        person=SCRUBBED,
        enterprise=SCRUBBED,
        hidden=("close_note",),
        is_shared=True,
    ),
)

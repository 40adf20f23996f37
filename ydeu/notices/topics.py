"""What a person may choose for each kind of notice, and under which heading they find it.

A new kind needs nothing here: its heading follows from the first word of its code, its e-mail goes out at
once, and whoever likes it otherwise can say so.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.notices.enums import Choice, NoticeKind


class Topic(models.TextChoices):
    LISTINGS = "listings", _("Your listings")
    SEARCHES = "searches", _("Saved searches")
    INTRODUCTIONS = "introductions", _("Introductions")
    REVIEW = "review", _("Work of coordinators")
    ACCOUNT = "account", _("Account and enterprise")
    OTHER = "other", _("Other e-mails")


FIRST_WORDS = {
    "account": Topic.ACCOUNT,
    "data": Topic.ACCOUNT,
    "deletion": Topic.ACCOUNT,
    "enterprise": Topic.ACCOUNT,
    "export": Topic.ACCOUNT,
    "member": Topic.ACCOUNT,
    "person": Topic.ACCOUNT,
    "contract": Topic.INTRODUCTIONS,
    "interest": Topic.INTRODUCTIONS,
    "introduction": Topic.INTRODUCTIONS,
    "meeting": Topic.INTRODUCTIONS,
    "message": Topic.INTRODUCTIONS,
    "listing": Topic.LISTINGS,
    "review": Topic.REVIEW,
    "suggestion": Topic.REVIEW,
    "search": Topic.SEARCHES,
}

DEFAULTS = {NoticeKind.SEARCH_FOUND: Choice.DIGEST}
"""What holds until somebody chooses, where that is not at once."""


def topic_of(kind: NoticeKind) -> Topic:
    return FIRST_WORDS.get(kind.partition("_")[0], Topic.OTHER)


def is_free(kind: NoticeKind) -> bool:
    """Whether a person may turn the e-mails of a kind off or put them into the digest.

    Not what says who may act for an enterprise, nor that contact data were passed on: people must be told.
    """
    must = topic_of(kind) == Topic.ACCOUNT or kind == NoticeKind.INTRODUCTION_CONNECTED
    return not must and kind != NoticeKind.DIGEST


def by_topic() -> list[tuple[Topic, list[NoticeKind]]]:
    """The kinds that are free, under their headings, in the order of both tables."""
    free = [kind for kind in NoticeKind if is_free(kind)]
    found = [(topic, [kind for kind in free if topic_of(kind) == topic]) for topic in Topic]
    return [(topic, kinds) for topic, kinds in found if kinds]

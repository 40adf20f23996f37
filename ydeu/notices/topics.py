"""What a person may choose for each kind of notice, and under which heading.

A new kind needs no entry here: its heading follows from the first word of its code, and its e-mail goes out
at once unless the reader chooses otherwise.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.notices.enums import WITHOUT_A_LINE, Choice, NoticeKind


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
    "file": Topic.LISTINGS,
    "listing": Topic.LISTINGS,
    "review": Topic.REVIEW,
    "suggestion": Topic.REVIEW,
    "calendar": Topic.REVIEW,
    "search": Topic.SEARCHES,
}

DEFAULTS = {NoticeKind.SEARCH_FOUND: Choice.DIGEST}
"""The defaults that differ from “at once”."""


def topic_of(kind: NoticeKind) -> Topic:
    return FIRST_WORDS.get(kind.partition("_")[0], Topic.OTHER)


def is_free(kind: NoticeKind) -> bool:
    """True if a person may turn the e-mails of a kind off or have them in the digest.

    People must be told who may act for an enterprise, that contact data were passed on, and whom not to
    trust.
    """
    must = topic_of(kind) == Topic.ACCOUNT or kind in (
        NoticeKind.INTRODUCTION_CONNECTED,
        NoticeKind.INTRODUCTION_REVOKED,
    )
    return not must and kind not in WITHOUT_A_LINE


def by_topic() -> list[tuple[Topic, list[NoticeKind]]]:
    """The kinds that are free, by heading. Headings and kinds are in the order of their enums."""
    free = [kind for kind in NoticeKind if is_free(kind)]
    found = [(topic, [kind for kind in free if topic_of(kind) == topic]) for topic in Topic]
    return [(topic, kinds) for topic, kinds in found if kinds]

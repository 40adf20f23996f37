"""The line of a notice, and its details in every language.

A translated label that a caller puts into the context (``Reason.OTHER.label``) is stored in every language of
the site, because the reader's language may differ from the sender's.
"""

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from ydeu.notices.enums import NoticeKind

LINES = {
    NoticeKind.ENTERPRISE_VERIFIED: _("%(title)s is verified. You can submit listings now."),
    NoticeKind.ENTERPRISE_REVOKED: _("The verification of %(title)s was withdrawn."),
    NoticeKind.ENTERPRISE_ASKED: _("%(title)s asks for another name or credit code: please decide."),
    NoticeKind.ENTERPRISE_ANSWERED: _("The request of %(title)s for another name or credit code: %(state)s."),
    NoticeKind.MEMBER_INVITED: _("%(by)s invites you to act for %(title)s."),
    NoticeKind.LISTING_PUBLISHED: _("“%(title)s” is published."),
    NoticeKind.LISTING_CHANGES_REQUESTED: _("“%(title)s” needs changes before it can be published."),
    NoticeKind.LISTING_REJECTED: _("“%(title)s” was not accepted."),
    NoticeKind.LISTING_ENDING: _("“%(title)s” is valid until %(until)s. Renew it if it still stands."),
    NoticeKind.LISTING_EXPIRED: _("The validity of “%(title)s” has ended. Renew it if it still stands."),
    NoticeKind.LISTING_ASKED: _("Is “%(title)s” still open? Please answer until %(until)s."),
    NoticeKind.LISTING_PAUSED: _("“%(title)s” is paused, because nobody said that it is still open."),
    NoticeKind.LISTING_ARCHIVED: _("“%(title)s” is archived: it was out of sight for long."),
    NoticeKind.FILE_REFUSED: _("“%(title)s” was not accepted: %(reason)s"),
    NoticeKind.REVIEW_LISTINGS: _("%(title)s: the time in which an answer was promised is over."),
    NoticeKind.REVIEW_OVERDUE: _("Overdue: %(title)s. Please decide, or hand them to a colleague."),
    NoticeKind.REVIEW_OPINION: _(
        "%(by)s approves “%(title)s” with “%(other_title)s” and asks for your opinion."
    ),
    NoticeKind.REVIEW_TERM: _("%(by)s proposes “%(title)s” for the glossary: please decide."),
    NoticeKind.REVIEW_TERM_ANSWERED: _("Your proposal “%(title)s” for the glossary: %(state)s."),
    NoticeKind.INTEREST_REFUSED: _("Your interest in “%(title)s” leads to no introduction: %(reason)s."),
    NoticeKind.INTRODUCTION_OPENED: _("A possible partner for “%(title)s”: please accept or decline."),
    NoticeKind.INTRODUCTION_ACCEPTED: _(
        "The other side of “%(title)s” has accepted and waits for your answer."
    ),
    NoticeKind.INTRODUCTION_CONNECTED: _(
        "Both sides have accepted: the contacts for “%(title)s” are open to you."
    ),
    NoticeKind.INTRODUCTION_DECLINED: _("The introduction for “%(title)s” will not go ahead."),
    NoticeKind.INTRODUCTION_REMINDER: _("“%(title)s”: a possible partner still waits for your answer."),
    NoticeKind.INTRODUCTION_DORMANT: _("The introduction for “%(title)s” rests: an answer never came."),
    NoticeKind.INTRODUCTION_IDLE: _("The introduction for “%(title)s” stands still: what comes next?"),
    NoticeKind.INTRODUCTION_MOVED: _("The introduction for “%(title)s” is now: %(state)s."),
    NoticeKind.INTRODUCTION_STEP: _("The next step for “%(title)s” is due on %(due_on)s."),
    NoticeKind.INTRODUCTION_MEETING: _("%(what)s for “%(title)s”: %(starts_at)s."),
    NoticeKind.INTRODUCTION_MESSAGE: _("A new message about “%(title)s”."),
    NoticeKind.INTRODUCTION_REVOKED: _(
        "The introduction for “%(title)s”: the verification of a side was withdrawn. Please be careful."
    ),
    NoticeKind.INTRODUCTION_FOLLOW_UP: _("What has become of the contract on “%(title)s”?"),
    NoticeKind.CALENDAR_MISSING: _("The holidays of %(title)s are not entered yet. Please enter them."),
    NoticeKind.SEARCH_FOUND: _("%(found)s: “%(title)s”"),
    NoticeKind.DIGEST: _("Daily digest"),
    NoticeKind.LETTER: _("Letter about an account"),
    NoticeKind.DATA_COPY_READY: _("The copy of the data of %(title)s is ready."),
    NoticeKind.DELETION_ASKED: _("%(title)s is to be deleted and has open introductions: please decide."),
    NoticeKind.DELETION_SCHEDULED: _("The data of %(title)s will be deleted on %(day)s."),
    NoticeKind.DELETION_STOPPED: _("The data of %(title)s were not deleted: %(reason)s"),
}


class Details(dict[str, Any]):
    """The context of a notice. A missing detail is an empty string."""

    def __missing__(self, key: str) -> str:
        return ""


def line(kind: str, context: dict[str, Any]) -> str:
    """The notice in one sentence, in the active language."""
    return str(LINES[NoticeKind(kind)] % spoken(context))


def in_every_language(context: dict[str, Any]) -> dict[str, Any]:
    """The context as it is stored: each lazily translated value becomes ``{language: text}``."""
    return {name: _translations(value) for name, value in context.items()}


def spoken(context: dict[str, Any]) -> Details:
    """The stored details in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return Details({name: _in(value, language) for name, value in context.items()})


def _translations(value: Any) -> Any:
    if not isinstance(value, Promise):
        return value
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[language] = str(value)
    return texts


def _in(value: Any, language: str) -> Any:
    return value.get(language, next(iter(value.values()), "")) if isinstance(value, dict) else value

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is about; each kind has its e-mail templates under ``templates/emails/``."""

    ENTERPRISE_VERIFIED = "enterprise_verified", _("Enterprise verified")
    ENTERPRISE_REVOKED = "enterprise_revoked", _("Verification withdrawn")
    ENTERPRISE_ASKED = "enterprise_asked", _("New name or credit code asked for")
    ENTERPRISE_ANSWERED = "enterprise_answered", _("Answer about a new name or credit code")
    MEMBER_INVITED = "member_invited", _("Invited to an enterprise")
    LISTING_PUBLISHED = "listing_published", _("Listing published")
    LISTING_CHANGES_REQUESTED = "listing_changes_requested", _("Changes asked for")
    LISTING_REJECTED = "listing_rejected", _("Listing rejected")
    LISTING_ENDING = "listing_ending", _("Listing ends soon")
    LISTING_EXPIRED = "listing_expired", _("Listing has ended")
    LISTING_ASKED = "listing_asked", _("Is the listing still open?")
    LISTING_PAUSED = "listing_paused", _("Listing paused")
    LISTING_ARCHIVED = "listing_archived", _("Listing archived")
    FILE_REFUSED = "file_refused", _("File not accepted")
    REVIEW_LISTINGS = "review_listings", _("Listings wait too long")
    REVIEW_OVERDUE = "review_overdue", _("Pairs wait too long")
    REVIEW_OPINION = "review_opinion", _("Second opinion asked for")
    REVIEW_TERM = "review_term", _("Term proposed for the glossary")
    REVIEW_TERM_ANSWERED = "review_term_answered", _("Answer about a proposed term")
    INTEREST_REFUSED = "interest_refused", _("Interest turned down")
    INTRODUCTION_OPENED = "introduction_opened", _("Introduction proposed")
    INTRODUCTION_ACCEPTED = "introduction_accepted", _("Other side accepted")
    INTRODUCTION_CONNECTED = "introduction_connected", _("Both sides accepted")
    INTRODUCTION_DECLINED = "introduction_declined", _("Introduction declined")
    INTRODUCTION_REMINDER = "introduction_reminder", _("Answer still missing")
    INTRODUCTION_DORMANT = "introduction_dormant", _("Introduction put to rest")
    INTRODUCTION_IDLE = "introduction_idle", _("Introduction stands still")
    INTRODUCTION_MOVED = "introduction_moved", _("Introduction has moved")
    INTRODUCTION_STEP = "introduction_step", _("Next step is due")
    INTRODUCTION_MEETING = "introduction_meeting", _("Meeting planned, moved or cancelled")
    INTRODUCTION_MESSAGE = "introduction_message", _("Message in an introduction")
    INTRODUCTION_REVOKED = "introduction_revoked", _("Verification of a side withdrawn")
    INTRODUCTION_FOLLOW_UP = "introduction_follow_up", _("Question about a contract")
    DATA_COPY_READY = "data_copy_ready", _("Copy of the data ready")
    DELETION_ASKED = "deletion_asked", _("Deletion to decide on")
    DELETION_SCHEDULED = "deletion_scheduled", _("Deletion scheduled")
    DELETION_STOPPED = "deletion_stopped", _("Deletion not carried out")
    CALENDAR_MISSING = "calendar_missing", _("Holidays not entered")
    SEARCH_FOUND = "search_found", _("New listings for a saved search")
    DIGEST = "digest", _("Daily digest")
    LETTER = "letter", _("Letter about an account")


WITHOUT_A_LINE = (NoticeKind.DIGEST, NoticeKind.LETTER)
"""Kinds that are only e-mails. The inbox does not show them, and they have no templates of a notice."""


def kinds() -> list[tuple[str, Any]]:
    """The choices of the column. A migration names this function, so a new kind needs no migration."""
    return NoticeKind.choices


class Choice(models.TextChoices):
    """When a person gets the e-mails of a kind."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily digest")
    OFF = "off", _("Not by e-mail")


class Delivery(models.TextChoices):
    """The state of a notice's e-mail. ``states.py`` has the transitions."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FOR_DIGEST = "for_digest", _("Waiting for the daily digest")
    IN_DIGEST = "in_digest", _("In a daily digest")
    INBOX_ONLY = "inbox_only", _("In the inbox only")
    FAILED = "failed", _("Failed")
    UNDELIVERABLE = "undeliverable", _("Nobody to tell")
    WITHDRAWN = "withdrawn", _("Taken back")

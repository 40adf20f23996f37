"""Runs the checks of uploaded files, as the workers do."""

from typing import Any

from tests.marketplace.posts import upload
from ydeu.accounts.models import User
from ydeu.marketplace import attachments, file_checks
from ydeu.marketplace.models import Attachment, CheckedFile, Listing


def check_all() -> None:
    """Check every file that waits."""
    file_checks.check_due()


def checked(row: Any) -> Any:
    """The same row after its check."""
    assert isinstance(row, CheckedFile)
    file_checks.check_one(row._meta.label, row.pk)
    row.refresh_from_db()
    return row


def attach_clean(listing: Listing, name: str, content: bytes, *, by: User) -> Attachment:
    """A file of the listing that has passed its check."""
    attachment: Attachment = checked(attachments.attach(listing, upload(name, content), by=by))
    return attachment

"""The files of a listing: accept, store, show and remove them.

The content type follows from the content, never from the name. A request looks at size and first bytes only;
``file_checks.py`` reads the file in a worker, and until then it is out of reach.
"""

import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TypeAlias

import filetype
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ydeu.accounts.models import User
from ydeu.marketplace import limits, poster_feedback
from ydeu.marketplace.models import Attachment, CheckedFile, CheckedFileQuerySet, Listing
from ydeu.marketplace.signals import file_received
from ydeu.transitions import DomainError

Upload: TypeAlias = "UploadedFile[bytes]"

LARGEST = 10 * 1024 * 1024
MAX_FILES = 10
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
"""The accepted content types and their suffixes. A name with a wrong suffix gets the first one."""

ACCEPT = ",".join((*SUFFIXES, *(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)))
"""The ``accept`` attribute of the file input."""

LONGEST_NAME = 200


class Unsuitable(DomainError):
    """The file is too large or of another content type. The message names the file."""


def content_type_of(upload: Upload) -> str:
    """The content type of an accepted file. Raises Unsuitable for any other file."""
    size = upload.size or 0
    if size > LARGEST:
        raise Unsuitable(
            _("“%(name)s” is too large: %(has)s, at most %(most)s fit.")
            % {"name": upload.name, "has": filesizeformat(size), "most": filesizeformat(LARGEST)}
        )
    upload.seek(0)
    found = str(filetype.guess_mime(upload.read(8192)))
    if found not in SUFFIXES:
        raise Unsuitable(_("“%(name)s” is neither a PDF nor a PNG or JPEG image.") % {"name": upload.name})
    upload.seek(0)
    return found


def receive(row: CheckedFile, upload: Upload) -> None:
    """Put an uploaded file into an unsaved row, under a random name. Raises Unsuitable."""
    content_type = content_type_of(upload)
    row.name, row.content_type = fitting_name(str(upload.name), content_type), content_type
    row.size = upload.size or 0
    row.upload.save(f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}", upload, save=False)


def request_check(row: CheckedFile) -> None:
    """Have a worker check the file after the commit. An error of a receiver does not reach the caller."""

    def send() -> None:
        file_received.send_robust(sender=type(row), file=row)

    transaction.on_commit(send)


def discard_files(row: CheckedFile) -> None:
    """Delete all that the row has on the disk, after the commit."""
    storage, paths = row.upload.storage, row.stored_paths

    def delete_files() -> None:
        for path in paths:
            storage.delete(path)

    transaction.on_commit(delete_files, robust=True)


def sort_uploads(uploads: Iterable[Upload], *, room: int) -> tuple[list[Upload], list[str]]:
    """The accepted files, at most ``room`` of them, and an error message for each other file."""
    fitting: list[Upload] = []
    refusals: list[str] = []
    for upload in uploads:
        try:
            content_type_of(upload)
        except Unsuitable as refusal:
            refusals.append(str(refusal))
            continue
        if len(fitting) < room:
            fitting.append(upload)
        else:
            refusals.append(
                _("“%(name)s” is one too many: a listing has at most %(most)s files.")
                % {"name": upload.name, "most": MAX_FILES}
            )
    return fitting, refusals


def attach(listing: Listing, upload: Upload, *, by: User) -> Attachment:
    """Attach the file to the listing. It is out of reach until a worker has checked it.

    Raises TooMuch if the enterprise stores too many files already.
    """
    limits.require_room_for_file(listing.enterprise, str(upload.name), upload.size or 0)
    owner: dict[str, Any] = {listing.kind: listing}
    attachment = Attachment(**owner, uploaded_by=by)
    receive(attachment, upload)
    attachment.save()
    request_check(attachment)
    return attachment


def detach(attachment: Attachment) -> None:
    """Delete the row, and the file after the commit."""
    with transaction.atomic():
        discard_files(attachment)
        attachment.delete()


def shown_of(listing: Any, *, is_known: bool, is_handled: bool) -> CheckedFileQuerySet:
    """The files that a reader sees. Owner and reviewers also see those that are not clean."""
    files: CheckedFileQuerySet = listing.attachments.all()
    if not is_known:
        return files.none()
    return files if is_handled else files.clean()


def is_readable_by(attachment: Attachment, user: Any) -> bool:
    """True if the file is clean, and ``user`` may open the listing and may know its enterprise."""
    if not attachment.is_clean:
        return False
    listing = attachment.listing
    is_visible = type(listing)._default_manager.visible_to(user).filter(pk=listing.pk).exists()
    return bool(is_visible and poster_feedback.is_known_to(listing, user))


def fitting_name(name: str, content_type: str) -> str:
    """The uploaded name, with a suffix that fits the content type."""
    path = PurePath(name)
    suffix = path.suffix if path.suffix.lower() in SUFFIXES[content_type] else SUFFIXES[content_type][0]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix

"""The files of a listing: accept, store, show and remove them.

The content type follows from the content, never from the name.
"""

import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TypeAlias

import filetype
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from ydeu.accounts.models import User
from ydeu.marketplace import limits, poster_feedback
from ydeu.marketplace.metadata import Damaged, Locked, without_metadata
from ydeu.marketplace.models import Attachment, Listing
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
    """The file is too large, damaged or of another content type. The message names the file."""


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
    if found.startswith("image/") and not _is_whole_image(upload):
        raise Unsuitable(_("“%(name)s” is damaged and cannot be read as an image.") % {"name": upload.name})
    upload.seek(0)
    return found


def cleaned(upload: Upload) -> "tuple[str, ContentFile[bytes]]":
    """The content type of an accepted file, and the file without metadata about its authors.

    Raises Unsuitable for any other file.
    """
    content_type = content_type_of(upload)
    try:
        content = without_metadata(upload.read(), content_type)
    except Locked as locked:
        raise Unsuitable(_("“%(name)s” opens with a password only.") % {"name": upload.name}) from locked
    except Damaged as damaged:
        raise Unsuitable(_("“%(name)s” is damaged and cannot be read.") % {"name": upload.name}) from damaged
    return content_type, ContentFile(content)


def sort_uploads(uploads: Iterable[Upload], *, room: int) -> tuple[list[Upload], list[str]]:
    """The accepted files, at most ``room`` of them, and an error message for each other file."""
    fitting: list[Upload] = []
    refusals: list[str] = []
    for upload in uploads:
        try:
            cleaned(upload)
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
    """Store the file without metadata, under a random name, and attach it to the listing.

    Raises TooMuch if the enterprise stores too many files already.
    """
    content_type, content = cleaned(upload)
    name = fitting_name(str(upload.name), content_type)
    limits.require_room_for_file(listing.enterprise, name, content.size)
    owner: dict[str, Any] = {listing.kind: listing}
    attachment = Attachment(**owner, name=name, content_type=content_type, size=content.size, uploaded_by=by)
    attachment.file.save(f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}", content, save=True)
    return attachment


def detach(attachment: Attachment) -> None:
    """Delete the row, and the file after the commit."""
    storage, path = attachment.file.storage, str(attachment.file.name)

    def delete_file() -> None:
        storage.delete(path)

    with transaction.atomic():
        attachment.delete()
        transaction.on_commit(delete_file, robust=True)


def is_readable_by(attachment: Attachment, user: Any) -> bool:
    """True if ``user`` may open the listing and may know its enterprise."""
    listing = attachment.listing
    is_visible = type(listing)._default_manager.visible_to(user).filter(pk=listing.pk).exists()
    return bool(is_visible and poster_feedback.is_known_to(listing, user))


def _is_whole_image(upload: Upload) -> bool:
    upload.seek(0)
    try:
        with Image.open(upload, formats=("PNG", "JPEG")) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def fitting_name(name: str, content_type: str) -> str:
    """The uploaded name, with a suffix that fits the content type."""
    path = PurePath(name)
    suffix = path.suffix if path.suffix.lower() in SUFFIXES[content_type] else SUFFIXES[content_type][0]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix

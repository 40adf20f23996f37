"""Files of a listing: what is let in, kept, shown and taken away. Content counts, never a file's name."""

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
from ydeu.marketplace import poster_feedback
from ydeu.marketplace.metadata import Damaged, Locked, without_metadata
from ydeu.marketplace.models import Attachment, Listing
from ydeu.transitions import DomainError

Upload: TypeAlias = "UploadedFile[bytes]"

LARGEST = 10 * 1024 * 1024
MOST_FILES = 10
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
"""Content types that are let in, with the endings that fit them (the first is given to a wrong name)."""

ACCEPT = ",".join((*SUFFIXES, *(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)))
"""For the file chooser of a browser."""

LONGEST_NAME = 200


class Unsuitable(DomainError):
    """The file is too large, of another kind, or damaged. The message names it."""


def content_type_of(upload: Upload) -> str:
    """The content type of a file that may be attached; raises Unsuitable for every other."""
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
    """The content type of a file that may be attached, and the file without what it tells of its makers.

    Raises Unsuitable for every other.
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
    """The files that may be attached where there is ``room`` for so many, and why the others may not."""
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
                % {"name": upload.name, "most": MOST_FILES}
            )
    return fitting, refusals


def attach(listing: Listing, upload: Upload, *, by: User) -> Attachment:
    """Keep a file with the listing, without metadata and under a name on disk that says nothing."""
    content_type, content = cleaned(upload)
    name = fitting_name(str(upload.name), content_type)
    owner: dict[str, Any] = {listing.kind: listing}
    attachment = Attachment(**owner, name=name, content_type=content_type, size=content.size, uploaded_by=by)
    attachment.file.save(f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}", content, save=True)
    return attachment


def detach(attachment: Attachment) -> None:
    """Take a file away; it leaves the disk once the row is surely gone."""
    storage, path = attachment.file.storage, str(attachment.file.name)

    def delete_file() -> None:
        storage.delete(path)

    with transaction.atomic():
        attachment.delete()
        transaction.on_commit(delete_file, robust=True)


def is_readable_by(attachment: Attachment, user: Any) -> bool:
    """Whoever may open the listing may read its files, unless they would tell a stranger who posted it."""
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
    """The name as uploaded, with an ending that fits what the file is."""
    path = PurePath(name)
    suffix = path.suffix if path.suffix.lower() in SUFFIXES[content_type] else SUFFIXES[content_type][0]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix

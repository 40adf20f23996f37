"""Stores an uploaded file between preview and confirmation: for one user, at most an hour.

The folder is next to the attachments, which all hosts share: preview and confirmation may reach different
hosts.
"""

import json
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.layout import Choices
from ydeu.marketplace.importing.options import Options
from ydeu.transitions import DomainError

LARGEST = 20 << 20
"""The most bytes of an upload. Larger files are imported on the command line."""

KEPT_SECONDS = 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Gone(DomainError):
    """The user has no such upload, or it is too old."""


@dataclass(frozen=True, slots=True)
class Upload:
    token: str
    name: str
    path: Path
    options: Options


def keep(file: "UploadedFile[bytes]", options: Options, *, user: User) -> str:
    """Store the file and its options. Returns the token for ``find``."""
    remove_old()
    token = secrets.token_urlsafe(32)
    path = _folder() / token
    path.touch(mode=0o600)
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    _note(path).touch(mode=0o600)
    _note(path).write_text(json.dumps(_said(file.name or "", options, user)), encoding="utf-8")
    return token


def find(token: str, kind: ListingKind, *, user: User, for_member: bool = False) -> Upload:
    """The upload of this user. ``for_member`` if an enterprise imports its own listings. Raises Gone."""
    remove_old()
    path = _folder() / token
    if not TOKEN.fullmatch(token) or not _note(path).is_file():
        raise Gone(_("This upload is no longer here. Please choose the file again."))
    said: dict[str, Any] = json.loads(_note(path).read_text(encoding="utf-8"))
    if (said["user"], said["kind"], said.get("for_member", False)) != (user.pk, kind.value, for_member):
        raise Gone(_("This upload is no longer here. Please choose the file again."))
    options = Options(
        kind,
        Alliance.objects.filter(pk=said["alliance"]).first(),
        Enterprise.objects.filter(pk=said["enterprise"]).first(),
        said["publish"],
        for_member,
        choices=Choices(said["sheet"], said["takes_hidden"], frozenset(said["ignored"])),
    )
    if for_member and not Enterprise.objects.of(user).filter(pk=said["enterprise"]).exists():
        raise Gone(_("This upload is no longer here. Please choose the file again."))
    return Upload(token, said["name"], path, options)


def decide(upload: Upload, choices: Choices) -> None:
    """Store what the user decided about the layout of the file, for the next preview and the import."""
    said = json.loads(_note(upload.path).read_text(encoding="utf-8")) | _decided(choices)
    _note(upload.path).write_text(json.dumps(said), encoding="utf-8")


def forget(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    _note(upload.path).unlink(missing_ok=True)


def remove_old() -> None:
    """Delete the uploads that nobody confirmed within an hour. Several processes may do so at once."""
    before = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _said(name: str, options: Options, user: User) -> dict[str, Any]:
    return {
        "user": user.pk,
        "name": name,
        "kind": options.kind.value,
        "alliance": options.alliance and options.alliance.pk,
        "enterprise": options.enterprise and options.enterprise.pk,
        "publish": options.publish,
        "for_member": options.for_member,
        **_decided(options.choices),
    }


def _decided(choices: Choices) -> dict[str, Any]:
    return {"sheet": choices.sheet, "takes_hidden": choices.takes_hidden, "ignored": sorted(choices.ignored)}


def _folder() -> Path:
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = media / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")

"""A copy of a person's or an enterprise's data.

A worker makes it. Only the person who asked for it can download it, for ``DATA_COPY_DAYS`` days.
"""

import json
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.privacy import files
from ydeu.privacy.copying import Table, tables
from ydeu.privacy.models import DataCopy
from ydeu.privacy.states import COPY_TRANSITIONS, CopyState
from ydeu.sweeping import MAX_AT_ONCE, for_each
from ydeu.transitions import DomainError, LostRace, swap_state

STUCK_AFTER = timedelta(minutes=15)
MAX_ATTEMPTS = 3
MAX_A_DAY = 3


class TooManyCopies(DomainError):
    """The person has asked for ``MAX_A_DAY`` copies in the last 24 hours."""


def ask(subject: User | Enterprise, *, by: User) -> DataCopy:
    """Request a copy of the data of ``by``, or of an enterprise that ``by`` owns.

    Raises DomainError for anybody else's data and TooManyCopies.
    """
    enterprise = subject if isinstance(subject, Enterprise) else None
    owners = Membership.objects.owners().filter(enterprise=enterprise, user=by)
    if not (owners.exists() if enterprise else subject == by):
        raise DomainError(_("Only the person themselves or an owner of the enterprise can do this."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        today = DataCopy.objects.filter(asked_by=by, asked_at__gte=timezone.now() - timedelta(days=1))
        if today.count() >= MAX_A_DAY:
            raise TooManyCopies(_("That is enough copies for today. Please go on tomorrow."))
        copy = DataCopy.objects.create(
            asked_by=by, enterprise=enterprise, language=get_language() or settings.LANGUAGE_CODE
        )
        log.record(Action.CREATED, by=by, on=copy, new=copy.state)
    return copy


def make(pk: int) -> None:
    """Make the file, unless another worker does or did. After a failure the sweeper queues it again."""
    copy = DataCopy.objects.select_related("asked_by", "enterprise").filter(pk=pk).first()
    if copy is None or copy.state != CopyState.WAITING:
        return
    with suppress(LostRace):
        _claim(copy)
        _finish(copy, _write_file(copy))


def make_waiting() -> int:
    """Make the copies whose task was lost. A copy that fails does not stop the others. Returns how many."""
    waiting = DataCopy.objects.waiting().order_by("pk").values_list("pk", flat=True)
    return for_each(waiting[:MAX_AT_ONCE], make)


def give_back_stuck() -> None:
    """Queue the copies of dead workers again. After ``MAX_ATTEMPTS`` attempts a copy has failed."""
    for copy in DataCopy.objects.stuck(timezone.now() - STUCK_AFTER):
        to = CopyState.FAILED if copy.attempts >= MAX_ATTEMPTS else CopyState.WAITING
        with suppress(LostRace), transaction.atomic():
            _move(copy, to, file="")


def remove_old() -> int:
    """Delete the files that have expired. Returns how many."""
    over = list(DataCopy.objects.over(timezone.now()))
    for copy in over:
        with transaction.atomic():
            files.discard([str(copy.file.name)])
            _move(copy, CopyState.GONE, file="", size=0)
    return len(over)


def _claim(copy: DataCopy) -> None:
    """Claim the copy. The row records the file's name before the file is written, so no file is forgotten."""
    with transaction.atomic():
        _move(
            copy,
            CopyState.MAKING,
            claimed_at=timezone.now(),
            attempts=copy.attempts + 1,
            file=f"copies/{uuid.uuid4().hex}.zip",
        )


def _write_file(copy: DataCopy) -> int:
    """Write the file. Returns its size in bytes."""
    with tempfile.TemporaryFile() as target:
        with override(copy.language):
            _write(copy.enterprise or copy.asked_by, target)
        size = target.tell()
        target.seek(0)
        default_storage.save(str(copy.file.name), File(target))
    return size


def _finish(copy: DataCopy, size: int) -> None:
    """Mark the copy as ready and notify its reader. If the sweeper has taken the claim, delete the file."""
    expires_at = timezone.now() + timedelta(days=settings.DATA_COPY_DAYS)
    try:
        with transaction.atomic():
            _move(copy, CopyState.READY, size=size, expires_at=expires_at)
            log.record(Action.EXPORTED, by=copy.asked_by, on=copy.enterprise or copy.asked_by)
            notices.tell(
                NoticeKind.DATA_COPY_READY,
                user=copy.asked_by,
                url=copy.page,
                context={"title": str(copy), "day": timezone.localdate(expires_at).isoformat()},
            )
    except LostRace:
        default_storage.delete(str(copy.file.name))


def _move(copy: DataCopy, to: CopyState, **changes: Any) -> None:
    was = copy.state
    if to in (CopyState.WAITING, CopyState.FAILED):
        files.discard([str(copy.file.name)])
    swap_state(copy, to=to, transitions=COPY_TRANSITIONS, **changes)
    log.record(Action.MOVED, by=None, on=copy, old=was, new=to)


def _write(subject: User | Enterprise, target: IO[bytes]) -> None:
    """Write the archive: ``data.json`` for programs, ``index.html`` for readers, files under ``files/``."""
    found = list(tables(subject))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _as_json(found))
        context = {"title": str(subject), "tables": found, "made_at": timezone.now()}
        archive.writestr("index.html", render_to_string("privacy/copy.html", context))
        for path in _present(found):
            with default_storage.open(path) as file, archive.open(f"files/{path}", "w") as entry:
                for chunk in file.chunks():
                    entry.write(chunk)


def _as_json(found: list[Table]) -> str:
    data = {table.name: [row.data for row in table.rows] for table in found}
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _present(found: list[Table]) -> Iterator[str]:
    for table in found:
        yield from (path for path in table.files if default_storage.exists(path))

"""Check every uploaded file once, in a worker. No other module moves the state of a file.

The row is the record: a file waits until a worker has claimed, cleaned and stored it. A lost task is found by
the sweeper, and the claim of a dead worker expires.
"""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ydeu.marketplace.enums import FileRefusal
from ydeu.marketplace.metadata import (
    Damaged,
    IsPortfolio,
    Locked,
    NeedsProgram,
    TooLarge,
    Uncleanable,
    bounded,
)
from ydeu.marketplace.models import CheckedFile
from ydeu.marketplace.states import FILE_TRANSITIONS, FileState
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import for_each
from ydeu.transitions import LostRace, swap_state

CLAIM = timedelta(minutes=2)
"""After this time the worker that claimed a file has died."""

MAX_ATTEMPTS = 3
MAX_AT_ONCE = 50
"""The most files of one round. The next round takes the rest."""

REASONS: dict[type[Uncleanable], FileRefusal] = {
    Damaged: FileRefusal.DAMAGED,
    Locked: FileRefusal.LOCKED,
    NeedsProgram: FileRefusal.NEEDS_PROGRAM,
    IsPortfolio: FileRefusal.PORTFOLIO,
    TooLarge: FileRefusal.TOO_LARGE,
}


def check_one(label: str, pk: int) -> bool:
    """Check a file if it still waits. Returns False if there was nothing to do."""
    row = _claim(_model(label), pk)
    if row is None:
        return False
    if row.attempts > MAX_ATTEMPTS:
        _refuse(row, FileRefusal.TOO_LARGE)
    else:
        _check(row)
    return True


def check_due() -> int:
    """Check the files whose task was lost, and remove old uploads. Returns how many."""
    for_each(_remains(), _tidy)
    return for_each(_due(), lambda row: check_one(row._meta.label, row.pk))


def _model(label: str) -> type[Any]:
    return apps.get_model(label)


def _kinds() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, CheckedFile)]


def _due() -> Iterable[CheckedFile]:
    before = timezone.now() - CLAIM
    for model in _kinds():
        yield from model.objects.due(lost_before=before).order_by("pk")[:MAX_AT_ONCE]


def _remains() -> Iterable[CheckedFile]:
    for model in _kinds():
        yield from model.objects.with_remains().order_by("pk")[:MAX_AT_ONCE]


def _claim(model: type[Any], pk: int) -> Any:
    """The row, if this worker may check it. It records the name of the result before the file is written."""
    row = model.objects.filter(pk=pk).first()
    if row is None:
        return None
    now = timezone.now()
    path = str(row.file.name or "") or _new_path(row)
    mine = model.objects.due(lost_before=now - CLAIM).filter(pk=pk)
    if not mine.update(claimed_at=now, attempts=F("attempts") + 1, file=path):
        return None
    row.refresh_from_db()
    return row


def _new_path(row: Any) -> str:
    suffix = PurePath(row.name).suffix.lower()
    return str(row.file.field.generate_filename(row, f"{uuid.uuid4().hex}{suffix}"))


def _check(row: Any) -> None:
    try:
        with row.upload.open("rb") as source:
            content = bounded.clean(
                source,
                row.content_type,
                seconds=settings.FILES_CHECK_SECONDS,
                megabytes=settings.FILES_CHECK_MEGABYTES,
            )
    except (FileNotFoundError, ValueError):
        _refuse(row, FileRefusal.LOST)
    except Uncleanable as refusal:
        _refuse(row, REASONS[type(refusal)])
    else:
        _accept(row, content)


def _accept(row: Any, content: bytes) -> None:
    storage, path = row.file.storage, str(row.file.name)
    storage.delete(path)  # an earlier attempt may have written it
    storage.save(path, ContentFile(content))
    try:
        _move(row, FileState.CLEAN, size=len(content))
    except LostRace:  # removed in the meantime
        if not type(row).objects.filter(pk=row.pk).exists():
            storage.delete(path)


def _refuse(row: Any, refusal: FileRefusal) -> None:
    path = str(row.file.name)
    with suppress(LostRace):
        _move(row, FileState.REFUSED, file="", refusal=refusal)
    row.file.storage.delete(path)


def _move(row: Any, to: FileState, **changes: Any) -> None:
    """Change the state, tell the uploader of a refusal, and remove the upload after the commit."""
    with transaction.atomic():
        swap_state(row, to=to, transitions=FILE_TRANSITIONS, claimed_at=None, **changes)
        if to == FileState.REFUSED:
            _tell(row)

        def tidy() -> None:
            _tidy(row)

        transaction.on_commit(tidy, robust=True)


def _tidy(row: Any) -> None:
    """Remove the upload. The row keeps its name until then, so that the sweeper finds what is left."""
    if row.upload:
        row.upload.storage.delete(str(row.upload.name))
    type(row).objects.filter(pk=row.pk).update(upload="")
    row.upload = ""


def _tell(row: Any) -> None:
    notices.tell(
        NoticeKind.FILE_REFUSED,
        user=row.uploader,
        enterprise=row.for_enterprise,
        url=row.page,
        context={"title": row.name, "reason": FileRefusal(row.refusal).label},
    )

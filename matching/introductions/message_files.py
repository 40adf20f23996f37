"""Files of a message: which are accepted, how they are stored, who may read them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from matching.models import Introduction, IntroductionMessage, MessageFile
from ydeu.accounts.models import User
from ydeu.marketplace.attachments import Upload, receive, request_check
from ydeu.marketplace.limits import MEGABYTE, TooMuch

MAX_FILES = 5


def ready(upload: Upload) -> MessageFile:
    """An unsaved row with the upload, which is stored under a random name. Raises Unsuitable."""
    file = MessageFile()
    receive(file, upload)
    return file


def require_room(files: Iterable[MessageFile], *, by: User) -> None:
    """Raise TooMuch if the files do not fit with those that ``by`` has sent before.

    Call it in the transaction that stores them.
    """
    new = [file.size for file in files]
    if not new:
        return
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    sent = MessageFile.objects.kept().filter(message__author=by).order_by()
    count, taken = sent.count(), sent.aggregate(sum=Sum("size"))["sum"] or 0
    most = settings.LISTINGS_MAX_FILES_MB * MEGABYTE
    if count + len(new) > settings.LISTINGS_MAX_FILES or taken + sum(new) > most:
        raise TooMuch(
            _(
                "You have sent %(count)s files with %(taken)s, and at most %(files)s files with %(most)s fit."
                " Please pass on further files in another way."
            )
            % {
                "count": count,
                "taken": filesizeformat(taken),
                "files": settings.LISTINGS_MAX_FILES,
                "most": filesizeformat(most),
            }
        )


def keep(message: IntroductionMessage, file: MessageFile) -> None:
    """Store the row. The file is out of reach until a worker has checked it."""
    file.message = message
    file.save()
    request_check(file)


def discard(files: Iterable[MessageFile]) -> None:
    """Delete files from the disk whose rows were not saved."""
    for file in files:
        for path in file.stored_paths:
            file.upload.storage.delete(path)


def is_readable_by(file: MessageFile, user: Any) -> bool:
    """True for everyone who may see the introduction, once the file is clean. Otherwise it does not exist."""
    if not user.is_authenticated or not file.is_clean:
        return False
    seen = Introduction.objects.visible_to(user)
    return seen.filter(pk=file.message.introduction_id).exists()

"""Files of a message: which are accepted, how they are stored, who may read them."""

from collections.abc import Iterable
from typing import Any

from matching.models import Introduction, IntroductionMessage, MessageFile
from ydeu.marketplace.attachments import Upload, receive, request_check

MAX_FILES = 5


def ready(upload: Upload) -> MessageFile:
    """An unsaved row with the upload, which is stored under a random name. Raises Unsuitable."""
    file = MessageFile()
    receive(file, upload)
    return file


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

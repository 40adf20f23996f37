"""Files that come with a message: what is let in, how it is kept, who may have it."""

import uuid
from typing import Any

from matching.models import Introduction, IntroductionMessage, MessageFile
from ydeu.marketplace.attachments import SUFFIXES, Upload, cleaned, fitting_name

MOST_FILES = 5


def keep(message: IntroductionMessage, upload: Upload) -> MessageFile:
    """Keep a file, without metadata and under a name on disk that says nothing. Raises Unsuitable."""
    content_type, content = cleaned(upload)
    kept = MessageFile(
        message=message,
        name=fitting_name(str(upload.name), content_type),
        content_type=content_type,
        size=content.size,
    )
    kept.file.save(f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}", content, save=True)
    return kept


def is_readable_by(file: MessageFile, user: Any) -> bool:
    """Who takes part in the introduction; for everybody else the file does not exist."""
    if not user.is_authenticated:
        return False
    seen = Introduction.objects.visible_to(user)
    return seen.filter(pk=file.message.introduction_id).exists()

"""Letters: e-mails that are already written, most of them by the account pages, and wait for the worker.

A letter is a notice without a line in the inbox, so it has the delivery of every notice. Its text often holds
a link that is as good as a password. So the text is sealed, no page shows it, and it is deleted when the
letter has gone out, or after ``KEPT``.
"""

import json
import re
from datetime import timedelta
from email.utils import getaddresses
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext

from ydeu.accounts.models import User
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Letter, Notice
from ydeu.notices.notices import announce
from ydeu.notices.sealing import seal, unseal

KEPT = timedelta(days=3)
"""The life of the links in a letter (Django's PASSWORD_RESET_TIMEOUT). Later nobody is helped by it."""

BODY = re.compile(r"<body[^>]*>")


def keep(message: EmailMessage) -> list[Notice]:
    """Store a letter for each recipient of ``message``, in the caller's transaction if there is one.

    Raises ValueError if it has attachments: letters consist of text and HTML.
    """
    if message.attachments:
        raise ValueError("The outbox takes no attachments.")
    sealed = seal(json.dumps(_content_of(message)))
    with transaction.atomic():
        return [_keep(address, sealed) for _name, address in getaddresses(message.recipients())]


def compose(notice: Notice, headers: dict[str, str]) -> EmailMultiAlternatives:
    """The e-mail of a letter. If it may be a repeat, its first line says so, in the active language.

    Raises Letter.DoesNotExist if its text has been deleted.
    """
    content = json.loads(unseal(notice.letter.sealed))
    text, html = content["text"], content["html"]
    if notice.is_repeat:
        text, html = _marked(text, html)
    mail = EmailMultiAlternatives(
        content["subject"],
        text,
        content["sender"],
        [notice.address],
        headers={**content["headers"], **headers},
    )
    mail.content_subtype = content["subtype"]
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def forget() -> int:
    """Delete the texts of letters that have gone out or whose links no longer work. Returns how many."""
    gone = Letter.objects.filter(notice__state=Delivery.SENT).delete()[0]
    return gone + Letter.objects.filter(notice__created_at__lt=timezone.now() - KEPT).delete()[0]


def _content_of(message: EmailMessage) -> dict[str, Any]:
    html = [str(part[0]) for part in getattr(message, "alternatives", ()) if part[1] == "text/html"]
    return {
        "subject": str(message.subject),
        "sender": message.from_email,
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "subtype": message.content_subtype,
        "text": str(message.body),
        "html": html[0] if html else "",
    }


def _keep(address: str, sealed: str) -> Notice:
    reader = User.objects.filter(email__iexact=address).first()
    notice = Notice.objects.create(kind=NoticeKind.LETTER, recipient=reader, address=address, url="/")
    Letter.objects.create(notice=notice, sealed=sealed)
    announce(notice)
    return notice


def _marked(text: str, html: str) -> tuple[str, str]:
    line = gettext(
        "You may have got this e-mail already: we cannot tell whether it arrived, so it comes once more."
    )
    return f"{line}\n\n{text}", BODY.sub(lambda body: f"{body[0]}<p>{escape(line)}</p>", html, count=1)

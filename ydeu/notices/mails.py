"""Compose the e-mail of a notice, in the language of its reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from ydeu.notices import letters
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.unsubscriptions import url_for
from ydeu.notices.wording import spoken

REPEAT = "X-YDEU-Repeat"
"""The header of an e-mail that its reader may already have received."""

MAX_ITEMS = 50


def compose(notice: Notice) -> EmailMultiAlternatives:
    """The e-mail with subject, text and HTML from ``templates/emails/<kind>.*``; a letter is written already.

    The Message-ID belongs to the notice, so mail programs show a repeated e-mail once.
    """
    with override(language_of(notice)):
        if notice.kind == NoticeKind.LETTER:
            return letters.compose(notice, _headers(notice))
        context = _context(notice)
        subject = render_to_string(f"emails/{notice.kind}.subject.txt", context)
        text = render_to_string(f"emails/{notice.kind}.txt", context)
        html = render_to_string(f"emails/{notice.kind}.html", context)
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        to=[notice.address],
        headers=_headers(notice),
    )
    mail.attach_alternative(html, "text/html")
    return mail


def language_of(notice: Notice) -> str:
    return notice.recipient.language if notice.recipient else settings.LANGUAGE_CODE


def _headers(notice: Notice) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if notice.is_repeat:
        headers[REPEAT] = "yes"
    if way_out := url_for(notice):  # RFC 8058: mail programs show a button
        headers["List-Unsubscribe"] = f"<{way_out}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _items(digest: Notice) -> list[dict[str, Any]]:
    """The notices of the digest, newest first, at most ``MAX_ITEMS``. The inbox has the rest."""
    return [
        {"line": notice.line, "details": notice.details, "url": f"{settings.SITE_URL}{notice.url}"}
        for notice in digest.collected.all()[:MAX_ITEMS]
    ]


def _context(notice: Notice) -> dict[str, Any]:
    return {
        **spoken(notice.context),
        "reader": notice.recipient,
        "is_repeat": notice.is_repeat,
        "url": f"{settings.SITE_URL}{notice.url}",
        "unsubscribe_url": url_for(notice),
        "preferences_url": f"{settings.SITE_URL}{reverse('notices:preferences')}" if notice.recipient else "",
        "items": _items(notice) if notice.kind == NoticeKind.DIGEST else (),
        "site_url": settings.SITE_URL,
        "language": language_of(notice),
    }

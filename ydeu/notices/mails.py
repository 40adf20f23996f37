"""One notice as one e-mail, in the language of its reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken

REPEAT = "X-YDEU-Repeat"
"""The header of a mail that its reader may have got before."""


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Subject, text and HTML from ``templates/emails/<kind>.*``.

    The Message-ID belongs to the notice: should it be sent again, mail programs show it once.
    """
    with override(language_of(notice)):
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
    return {**headers, REPEAT: "yes"} if notice.is_repeat else headers


def _context(notice: Notice) -> dict[str, Any]:
    return {
        **spoken(notice.context),
        "reader": notice.recipient,
        "is_repeat": notice.is_repeat,
        "url": f"{settings.SITE_URL}{notice.url}",
        "site_url": settings.SITE_URL,
        "language": language_of(notice),
    }

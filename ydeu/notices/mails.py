"""One notice as one e-mail, in the language of its reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Subject, text and HTML from ``templates/emails/<kind>.*``.

    The Message-ID belongs to the notice: should an administrator send it again, mail programs show it once.
    """
    with override(language_of(notice)):
        context = _context(notice)
        subject = render_to_string(f"emails/{notice.kind}.subject.txt", context)
        text = render_to_string(f"emails/{notice.kind}.txt", context)
        html = render_to_string(f"emails/{notice.kind}.html", context)
    host = urlsplit(settings.SITE_URL).hostname
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        to=[notice.address],
        headers={"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def language_of(notice: Notice) -> str:
    return notice.recipient.language if notice.recipient else settings.LANGUAGE_CODE


def _context(notice: Notice) -> dict[str, Any]:
    return {
        **spoken(notice.context),
        "reader": notice.recipient,
        "url": f"{settings.SITE_URL}{notice.url}",
        "site_url": settings.SITE_URL,
        "language": language_of(notice),
    }

"""Tell operators by e-mail and webhook. It goes out from this process: the outbox may be what has stalled."""

import json
import logging
import smtplib
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from ydeu.health.report import Result
from ydeu.lists import listed

logger = logging.getLogger(__name__)

PATIENCE = 10  # seconds in which a webhook must answer

FORMS: dict[str, Callable[[str, bool, list[str]], dict[str, Any]]] = {
    "json": lambda text, ready, names: {"ready": ready, "checks": names, "text": text},
    "wecom": lambda text, ready, names: {"msgtype": "text", "text": {"content": text}},
    "feishu": lambda text, ready, names: {"msg_type": "text", "content": {"text": text}},
    "slack": lambda text, ready, names: {"text": text},
}
"""The bodies that the services read. DingTalk reads that of WeCom."""


def send_alarm(results: Sequence[Result]) -> bool:
    """Tell what fails and what to do. Returns True if somebody was told, or nobody is to be told."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("YDEU Exchange needs attention: %(what)s") % {"what": _titles(results)}
        lines = [f"{each.check.title}: {each.says}" for each in results]
        return _tell(subject, lines, ready=False, names=_names(results))


def send_all_clear(results: Sequence[Result], *, ready: bool) -> bool:
    """Tell what works again; ``ready`` is True if nothing else fails. Returns as ``send_alarm`` does."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("YDEU Exchange works again: %(what)s") % {"what": _titles(results)}
        return _tell(subject, [], ready=ready, names=_names(results))


def _titles(results: Iterable[Result]) -> str:
    return listed(each.check.title for each in results)


def _names(results: Iterable[Result]) -> list[str]:
    return [each.check.name for each in results]


def _tell(subject: str, lines: list[str], *, ready: bool, names: list[str]) -> bool:
    logger.log(logging.INFO if ready else logging.ERROR, "%s %s", subject, " ".join(lines))
    text = "\n".join([subject, *lines, settings.SITE_URL])
    ways: list[Callable[[], None]] = []
    if settings.HEALTH_ALERT_EMAILS:
        ways.append(lambda: _mail(subject, text))
    if settings.HEALTH_ALERT_WEBHOOK:
        ways.append(lambda: _call(FORMS[settings.HEALTH_ALERT_WEBHOOK_FORM](text, ready, names)))
    if not ways:
        logger.warning("Nobody is told: set HEALTH_ALERT_EMAILS or HEALTH_ALERT_WEBHOOK.")
    return not ways or sum([_works(way) for way in ways]) > 0


def _works(way: Callable[[], None]) -> bool:
    try:
        way()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("The alarm did not go out this way: %s", error)
        return False
    return True


def _mail(subject: str, text: str) -> None:
    """Send it now: the outbox would wait for the worker that the alarm may be about."""
    connection = get_connection(settings.MAIL_TRANSPORT)
    EmailMessage(subject, text, to=settings.HEALTH_ALERT_EMAILS, connection=connection).send()


def _call(body: dict[str, Any]) -> None:
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
        settings.HEALTH_ALERT_WEBHOOK,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
        pass

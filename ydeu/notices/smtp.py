"""The mail server, as Django speaks to it, and one thing more: when a mail can no longer be called back.

Up to the reply 354 ("start mail input", RFC 5321) a server has nothing that it could deliver. What breaks
before it certainly did not go out; what breaks after it may have.
"""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp

START_MAIL_INPUT = 354


def say_nothing() -> None:
    """Who does not ask is not told."""


class Speaking(smtplib.SMTP):
    """Calls ``before_text`` between the server's readiness for the text and its first byte."""

    before_text: Callable[[], None] = staticmethod(say_nothing)

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        if code == START_MAIL_INPUT:
            try:
                self.before_text()
            except BaseException:
                self.close()  # else the good-bye would become a line of the text
                raise
        return code, text


class SpeakingTLS(Speaking, smtplib.SMTP_SSL):
    """The same from the first byte under TLS."""


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return SpeakingTLS if self.use_ssl else Speaking

    def tell_before_text(self, before_text: Callable[[], None]) -> None:
        """Have ``before_text`` called before the text of each mail; it stops the mail by raising an error."""
        if isinstance(self.connection, Speaking):
            self.connection.before_text = before_text

"""Django's SMTP backend, which also reports the moment from which an e-mail cannot be recalled.

Up to the reply 354 ("start mail input", RFC 5321) a server has nothing that it could deliver. An e-mail that
breaks before it certainly did not go out; one that breaks after it may have.
"""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp

START_MAIL_INPUT = 354


def say_nothing() -> None:
    """Do nothing: the default if nobody asks for the moment."""


class Speaking(smtplib.SMTP):
    """A connection that calls ``before_text`` between the server's reply 354 and the text's first byte."""

    before_text: Callable[[], None] = staticmethod(say_nothing)

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        if code == START_MAIL_INPUT:
            try:
                self.before_text()
            except BaseException:
                self.close()  # otherwise QUIT would become a line of the text
                raise
        return code, text


class SpeakingTLS(Speaking, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return SpeakingTLS if self.use_ssl else Speaking

    def tell_before_text(self, before_text: Callable[[], None]) -> None:
        """Call ``before_text`` before the text of each e-mail. If it raises, the e-mail does not go out."""
        if isinstance(self.connection, Speaking):
            self.connection.before_text = before_text

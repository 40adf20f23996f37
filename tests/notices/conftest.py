from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings


class Server(BaseEmailBackend):
    """A mail server that raises the errors set in ``on_open``, ``on_send`` and ``on_close``."""

    on_open: Exception | None = None
    on_send: Exception | None = None
    on_close: Exception | None = None
    sent: list[Any] = []

    def open(self) -> None:
        if Server.on_open:
            raise Server.on_open

    def send_messages(self, email_messages: Any) -> int:
        if Server.on_send:
            raise Server.on_send
        Server.sent.extend(email_messages)
        return len(email_messages)

    def close(self) -> None:
        if Server.on_close:
            raise Server.on_close


@pytest.fixture
def server(settings: Settings) -> type[Server]:
    settings.MAIL_TRANSPORT = f"{Server.__module__}.Server"
    Server.on_open = Server.on_send = Server.on_close = None
    Server.sent = []
    return Server

"""Send tasks to the broker, and wait for a broker that does not answer only once.

The row is the record and a sweeper finds it (decision 3), so a task that could not be sent costs nothing but
a few seconds of delay. A wait for each task of a request would cost more: after the first failure the request
sends no more.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery.contrib.django.task import DjangoTask
from celery.signals import before_task_publish
from django.http import HttpRequest, HttpResponse
from kombu.exceptions import OperationalError

SENT_AT = "sent_at"
"""The header of a message with the Unix time at which it was sent. The age of the queue is read from it."""


class Attempts:
    """What one request has learnt about the broker."""

    failure: OperationalError | None = None


_attempts: ContextVar[Attempts | None] = ContextVar("attempts", default=None)


class SkippedSend(OperationalError):
    """An earlier task of the same request could not be sent, so this one was not tried."""


class Task(DjangoTask):
    """The base of all tasks of the site."""

    def apply_async(self, *args: Any, **options: Any) -> Any:
        """Send the task. Raises OperationalError, at once if an earlier task of this request was not sent."""
        attempts = _attempts.get()
        if attempts is None:
            return super().apply_async(*args, **options)
        if attempts.failure:
            raise SkippedSend(f"{self.name} was not sent: {attempts.failure}") from attempts.failure
        try:
            return super().apply_async(*args, **options)
        except OperationalError as error:
            attempts.failure = error
            raise


@contextmanager
def one_wait() -> Iterator[None]:
    """In the block at most one task waits for a broker that does not answer. An outer block also counts."""
    if _attempts.get() is not None:
        yield
        return
    token = _attempts.set(Attempts())
    try:
        yield
    finally:
        _attempts.reset(token)


class OneWaitPerRequest:
    """The middleware. A request waits at most once for the broker, however many tasks it sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_wait():
            return self.get_response(request)


@before_task_publish.connect
def note_when_sent(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is not None:
        headers[SENT_AT] = time.time()

"""What is checked, how, and the sentence that says what to do.

The checks are those of django-health-check, with a name and a sentence that an operator understands.
"""

import dataclasses
from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from health_check.base import HealthCheck
from health_check.checks import Database as DatabaseCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from redis.exceptions import RedisError

from ydeu.health import broker, heartbeats, progress
from ydeu.health.spans import in_words


@dataclasses.dataclass(repr=False)
class Check(HealthCheck):
    """One thing that must work."""

    name: ClassVar[str]
    title: ClassVar[Any]  # a lazy text
    needs: ClassVar[tuple[str, ...]] = ()
    """Checks without which this one has nothing to look at."""
    causes: ClassVar[tuple[str, ...]] = ()
    """Checks whose failure explains a failure of this one, so that it raises no alarm of its own."""
    patience: ClassVar[timedelta] = timedelta(minutes=2)
    """How long a problem lasts before it is an alarm."""

    @abstractmethod
    def look(self) -> str:
        """Return a sentence. Raises ServiceUnavailable, or ServiceWarning if the site may stay in service."""

    def run(self) -> None:
        self.look()

    def __repr__(self) -> str:
        return self.name

    @property
    def labels(self) -> dict[str, str]:
        return {"check": self.name}


class Database(Check):
    name = "database"
    title = gettext_lazy("Database")

    def look(self) -> str:
        try:
            DatabaseCheck().run()
        except ServiceUnavailable as error:
            sentence = _("It does not answer. Check that the database server runs and DATABASE_URL is right.")
            raise ServiceUnavailable(sentence) from error
        return _("It answers.")


class Redis(Check):
    name = "redis"
    title = gettext_lazy("Redis")

    def look(self) -> str:
        if not broker.is_real():
            return _("This process keeps its tasks in memory.")
        try:
            broker.ping()
        except RedisError as error:
            sentence = _("It does not answer. Start it again: until then matches and e-mails wait.")
            raise ServiceUnavailable(sentence) from error
        return _("It answers.")


class Beat(Check):
    name = "beat"
    title = gettext_lazy("Beat")
    needs = ("database",)

    def look(self) -> str:
        age = heartbeats.age(heartbeats.BEAT)
        if age is None:
            raise ServiceUnavailable(_("It has given no sign of life. Start exactly one beat."))
        if age > silence():
            sentence = _("Its last sign of life was %(age)s ago. Start it again, or read its log.")
            raise ServiceUnavailable(sentence % {"age": in_words(age)})
        return _("Its last sign of life was %(age)s ago.") % {"age": in_words(age)}


class Worker(Check):
    name = "worker"
    title = gettext_lazy("Workers")
    needs = ("database",)
    causes = ("redis", "beat")

    def look(self) -> str:
        age = heartbeats.age(heartbeats.WORKER)
        if age is not None and age <= silence():
            return _("Their last sign of life was %(age)s ago.") % {"age": in_words(age)}
        if age is None:
            raise ServiceUnavailable(_("They have given no sign of life. Start a worker."))
        sentence = _("Their last sign of life was %(age)s ago. Start a worker, or read its log.")
        raise ServiceUnavailable(sentence % {"age": in_words(age)})


class Queue(Check):
    name = "queue"
    title = gettext_lazy("Task queue")
    needs = ("redis",)
    causes = ("redis", "worker")
    patience = timedelta(minutes=15)

    def look(self) -> str:
        try:
            waiting = broker.waiting() if broker.is_real() else broker.Waiting()
        except RedisError as error:
            raise ServiceUnavailable(_("Redis does not say how many tasks wait.")) from error
        if not waiting.number:
            return _("No task waits.")
        words = {"count": waiting.number, "age": in_words(waiting.seconds)}
        if waiting.seconds > stall().total_seconds():
            sentence = _(
                "Tasks that wait: %(count)d, the oldest for %(age)s. Start more workers, or read the log."
            )
            raise ServiceUnavailable(sentence % words)
        return _("Tasks that wait: %(count)d, the oldest for %(age)s.") % words


class Matching(Check):
    name = "matching"
    title = gettext_lazy("Matching")
    needs = ("database",)
    causes = ("redis", "beat", "worker")

    def look(self) -> str:
        count, stalled_for = progress.matching()
        words = {"count": count, "age": in_words(stalled_for)}
        if not count:
            return _("No listing waits.")
        if stalled_for > stall():
            sentence = _(
                "Listings that wait: %(count)d. None has been matched for %(age)s. Read the workers’ log."
            )
            raise ServiceUnavailable(sentence % words)
        return _("Listings that wait: %(count)d.") % words


class Mail(Check):
    name = "mail"
    title = gettext_lazy("E-mails")
    needs = ("database",)
    causes = ("redis", "beat", "worker")

    def look(self) -> str:
        post = progress.post(stall())
        if post.stalled_for > stall():
            sentence = _(
                "E-mails that wait: %(count)d, the oldest for %(age)s. Look for the last error of the "
                "notices in the admin, and check the mail server."
            )
            raise ServiceUnavailable(sentence % {"count": post.number, "age": in_words(post.stalled_for)})
        if post.failed_in_a_row >= progress.TOO_MANY_FAILED:
            sentence = _("The last %(count)d e-mails failed. Look for their last error among the notices.")
            raise ServiceUnavailable(sentence % {"count": post.failed_in_a_row})
        return (
            _("E-mails that wait: %(count)d.") % {"count": post.number}
            if post.number
            else _("No e-mail waits.")
        )


class Index(Check):
    name = "index"
    title = gettext_lazy("Index")
    needs = ("database",)
    causes = ("redis", "beat", "worker", "matching")
    patience = timedelta(hours=1)

    def look(self) -> str:
        try:
            version = progress.index()
        except Exception as error:
            sentence = _("It cannot be read. If the workers do not replace it, delete MATCHING_INDEX_DIR.")
            raise ServiceUnavailable(sentence) from error
        if version is None:
            return _("This host has none, or nothing was matched yet.")
        words = {"age": in_words(version.age)}
        if version.is_due:
            sentence = _("The version in use is %(age)s old, and a new one is due. Read the workers’ log.")
            raise ServiceWarning(sentence % words)
        return _("The version in use is %(age)s old.") % words


CHECKS: tuple[type[Check], ...] = (Database, Redis, Beat, Worker, Queue, Matching, Mail, Index)
"""In the order in which they run: a check stands behind those that it needs."""


def silence() -> timedelta:
    return timedelta(seconds=settings.HEALTH_SILENCE_SECONDS)


def stall() -> timedelta:
    return timedelta(minutes=settings.HEALTH_STALL_MINUTES)

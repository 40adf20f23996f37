"""Real servers for tests: a Redis that can be stopped and started again, a mail server, a Celery worker."""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis
from django.core.mail import EmailMessage as Mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from deploy.laptop import redis_server
from deploy.laptop.children import Child
from ydeu.settings import backends

ROOT = Path(__file__).resolve().parents[1]


def wait_until(happens: Callable[[], object], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)


def html_of(mail: Mail) -> str:
    """What a mail of two parts says to a reader of HTML."""
    assert isinstance(mail, EmailMultiAlternatives)
    (content, kind), *others = mail.alternatives
    assert (kind, others) == ("text/html", [])
    return str(content)


class RedisServer:
    """A Redis on a Unix socket in a temporary folder. A restart keeps its address but not its data."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="ydeu-redis-")
        self.socket = Path(self.folder.name) / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.broker_url = backends.broker(self.url)
        self.client = redis.Redis.from_url(self.url)
        self.child: Child | None = None

    def start(self) -> None:
        program = redis_server.executable()
        assert program, "no Redis found: run `make setup`"
        folder = Path(self.folder.name)
        self.child = Child(
            "redis", redis_server.command(program, self.socket, folder), dict(os.environ), folder
        )
        wait_until(self.answers, seconds=10, what="Redis answers")

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.exceptions.RedisError:
            return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None

    def close(self) -> None:
        self.client.close()
        self.stop()
        self.folder.cleanup()


class MailServer:
    """An SMTP server on a port of this machine that waits ``pause(step)`` seconds before each reply.

    It keeps every e-mail whose last line has arrived, even if the sender is gone, as SMTP requires. ``seen``
    counts the steps: connect, ehlo, mail, rcpt, data (ready for the text), text (it has arrived), accepted
    (250 is sent) and quit.
    """

    def __init__(self, pause: Callable[[str], float] = lambda step: 0.0, *, port: int = 0) -> None:
        self.pause = pause
        self.mails: list[EmailMessage] = []
        self.seen: Counter[str] = Counter()
        self.writers: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.port = port

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables with which another process sends its e-mails here."""
        return {
            "MAIL_TRANSPORT": "ydeu.notices.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.port),
        }

    def __enter__(self) -> "MailServer":
        self.thread.start()
        self.server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_error: object) -> None:
        self._run(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _end(self) -> None:
        self.server.close()
        for writer in [*self.writers]:
            writer.close()
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        try:
            await self._reply(writer, "connect", "220 here")
            while line := (await reader.readline()).strip():
                await self._answer(line.split()[0].lower().decode(), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender is gone, and its unfinished e-mail with it
        finally:
            writer.close()
            self.writers.discard(writer)

    async def _answer(self, verb: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if verb == "quit":
            await self._reply(writer, "quit", "221 bye")
            return
        await self._reply(writer, verb, "354 go on" if verb == "data" else "250 fine")
        if verb == "data":
            text = (await reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
            self.mails.append(message_from_bytes(text, policy=policy.default))
            await self._reply(writer, "text", "250 mine now")
            self.seen["accepted"] += 1

    async def _reply(self, writer: asyncio.StreamWriter, step: str, words: str) -> None:
        self.seen[step] += 1
        await asyncio.sleep(self.pause(step))
        writer.write(f"{words}\r\n".encode())
        await writer.drain()


class WorkerProcess:
    """A `celery worker` on the test database. Its e-mails are files in `mail_folder` or go to a server.

    With ``again`` it is started again when it ends with an error.
    """

    OPTIONS = ("-l", "INFO", "--without-gossip", "--without-mingle")

    def __init__(
        self,
        broker: str,
        folder: Path,
        *words: str,
        index: Path,
        mail_server: MailServer | None = None,
        again: bool = False,
    ) -> None:
        self.mail_folder = folder / "mail"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": broker,
            "EMAIL_FILE_PATH": str(self.mail_folder),
            "MATCHING_INDEX_DIR": str(index),
            **(mail_server.environ if mail_server else {}),
        }
        self.celery = (sys.executable, "-m", "celery", "-A", "ydeu")
        keeper = (sys.executable, "-m", "deploy.again") if again else ()
        command = [*keeper, *self.celery, "worker", *self.OPTIONS, *words]
        self.child = Child("worker", command, self.env, folder)

    def answers(self) -> bool:
        self.child.check()
        command = [*self.celery, "inspect", "ping", "-t", "2"]
        return subprocess.run(command, env=self.env, capture_output=True, check=False).returncode == 0

    def mails(self) -> list[EmailMessage]:
        files = sorted(self.mail_folder.glob("*.log"))
        parts = [part for file in files for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")]
        return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]

    def log(self) -> str:
        return self.child.log.read_text(errors="replace")

    def kill(self) -> None:
        self.child.kill()

    def stop(self) -> None:
        self.child.stop()


def own_database_url() -> str:
    """The DATABASE_URL with which another process sees what the tests write."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"/{database['NAME']}").geturl()

"""Alarms: one when a problem lasts, none for what follows from it, one a day, one when it is over."""

import json
import smtplib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from pytest_django import Settings

from ydeu.health import alarms
from ydeu.health.checks import CHECKS
from ydeu.health.report import Result, State

START = datetime(2026, 12, 1, tzinfo=UTC)


class Desk:
    """Somebody who calls the watch with made-up results and reads the mails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = START

    def see(self, minutes: int, *, step: int = 1, **states: State) -> list[str]:
        """Let it be so for ``minutes``, looking every ``step``. Returns the subjects of the mails."""
        mail.outbox.clear()
        end = self.now + timedelta(minutes=minutes)
        while self.now < end:
            results = [
                Result(check(), states.get(check.name, State.FINE), f"{check.name} says so.")
                for check in CHECKS
            ]
            alarms.watch(results, self.path, self.now)
            self.now += timedelta(minutes=step)
        return [str(each.subject) for each in mail.outbox]


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Desk:
    settings.HEALTH_ALERT_EMAILS = ["ops@example.org"]
    return Desk(tmp_path / "alarm.json")


REDIS = "YDEU Exchange needs attention: Redis"
FINE_AGAIN = "YDEU Exchange works again: Redis"


def test_a_problem_that_lasts_is_told_once_and_when_it_is_over(desk: Desk) -> None:
    assert desk.see(60) == []
    assert desk.see(1, redis=State.FAILING) == []
    assert desk.see(600, step=5, redis=State.FAILING) == [REDIS]
    assert mail.outbox[0].to == ["ops@example.org"]
    assert "Redis: redis says so." in mail.outbox[0].body
    assert desk.see(60) == [FINE_AGAIN]
    assert desk.see(600, step=30) == []


def test_a_problem_of_a_moment_is_not_told(desk: Desk) -> None:
    for _ in range(20):
        assert desk.see(2, worker=State.FAILING) == []
        assert desk.see(1) == []


def test_a_problem_that_comes_and_goes_is_told_once(desk: Desk) -> None:
    told = []
    for _ in range(30):
        told += desk.see(5, redis=State.FAILING)
        told += desk.see(5)
    assert told == [REDIS]
    assert desk.see(30) == [FINE_AGAIN]


def test_what_follows_from_a_problem_is_not_told(desk: Desk) -> None:
    everything = {"worker": State.FAILING, "queue": State.UNKNOWN, "mail": State.FAILING}
    assert desk.see(120, step=4, redis=State.FAILING, **everything) == [REDIS]
    assert desk.see(120, step=4, database=State.FAILING, mail=State.UNKNOWN) == [
        "YDEU Exchange needs attention: Database",
        FINE_AGAIN,
    ]


def test_a_second_problem_is_told(desk: Desk) -> None:
    assert desk.see(30, redis=State.FAILING) == [REDIS]
    assert desk.see(30, redis=State.FAILING, database=State.FAILING) == [
        "YDEU Exchange needs attention: Database, Redis"
    ]
    assert desk.see(30, database=State.FAILING) == [FINE_AGAIN]


def test_a_problem_that_goes_on_is_told_every_day(desk: Desk) -> None:
    assert (
        desk.see(3 * 24 * 60, step=30, mail=State.FAILING) == ["YDEU Exchange needs attention: E-mails"] * 3
    )


def test_an_index_that_is_due_is_told_after_an_hour(desk: Desk) -> None:
    assert desk.see(59, index=State.WARNING) == []
    assert desk.see(10, index=State.WARNING) == ["YDEU Exchange needs attention: Index"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"told": 3}', '{"since": {"redis": "yesterday"}}'])
def test_a_damaged_memory_is_begun_again(desk: Desk, content: str) -> None:
    desk.path.write_text(content)
    assert desk.see(10, redis=State.FAILING) == [REDIS]


def test_an_alarm_that_did_not_go_out_is_tried_again(desk: Desk) -> None:
    with patch("django.core.mail.EmailMessage.send", side_effect=smtplib.SMTPServerDisconnected):
        assert desk.see(30, redis=State.FAILING) == []
    assert desk.see(30, redis=State.FAILING) == [REDIS]


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    posted: list[dict[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", posted
    server.shutdown()
    thread.join()
    server.server_close()


TEXT = "YDEU Exchange needs attention: Redis\nRedis: redis says so.\nhttp://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("json", {"ready": False, "checks": ["redis"], "text": TEXT}),
        ("wecom", {"msgtype": "text", "text": {"content": TEXT}}),
        ("feishu", {"msg_type": "text", "content": {"text": TEXT}}),
        ("slack", {"text": TEXT}),
    ],
)
def test_the_webhook_is_called_in_its_form_even_if_no_mail_goes_out(
    desk: Desk, settings: Settings, webhook: Any, form: str, body: dict[str, Any]
) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.HEALTH_ALERT_WEBHOOK, posted = webhook
    settings.HEALTH_ALERT_WEBHOOK_FORM = form
    with patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
        desk.see(30, redis=State.FAILING)
    assert posted == [body]

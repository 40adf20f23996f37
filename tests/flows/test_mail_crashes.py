"""A sender may be killed at any moment: each e-mail arrives, and one that arrives twice says so."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import IO

import pytest
from django.db import connection
from django.db.models import F

from tests.factories import make_user
from tests.notices.test_notices import tell
from tests.servers import ROOT, MailServer, WorkerProcess, own_database_url, wait_until
from ydeu.notices import delivery
from ydeu.notices.enums import Delivery
from ydeu.notices.mails import REPEAT
from ydeu.notices.models import Notice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(600),
]

KILLS = {"postgresql": 100, "sqlite": 20}
"""Kills by database. A site with many senders runs on PostgreSQL."""
MAILS_PER_KILL = 3.5
SEED = 20261124
STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "text", "accepted", "quit")
"""Steps, as the server sees them, at which senders are killed. One in nine dies at a random moment."""
REPEATED = "You may have got this e-mail already"


class Senders:
    """Processes that send what is due until they are killed, one process at a time."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self.orders, self.answers = orders, answers

    def start(self) -> int:
        self.orders.write("\n")
        self.orders.flush()
        return int(self.answers.readline())


@contextmanager
def senders(server: MailServer) -> Iterator[Senders]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
        "DATABASE_URL": own_database_url(),
        **server.environ,
    }
    command = [sys.executable, "-m", "tests.flows.mail_sender"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Senders(process.stdin, process.stdout)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # it waits for a sender that may still run


def wait_for_the_moment(server: MailServer, number: int, chance: random.Random) -> None:
    """Wait until shortly after a step of one of the next three e-mails, or for a random moment."""
    step = (*STEPS, "")[number % (len(STEPS) + 1)]
    if not step:
        time.sleep(chance.uniform(0, 0.3))
        return
    wanted = server.seen[step] + chance.randint(1, 3)
    deadline = time.monotonic() + 30
    while server.seen[step] < wanted:
        assert time.monotonic() < deadline, f"no mail comes to {step}"
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.006))


def claims_are_old() -> Counter[str]:
    """Age all claims beyond ``STUCK_AFTER``, as if their workers were dead. Returns how many of each kind."""
    claimed = Notice.objects.filter(state=Delivery.SENDING)
    unsent = claimed.filter(handed_at__isnull=True).count()
    found = Counter({"before the text": unsent, "after the text": claimed.count() - unsent})
    claimed.update(claimed_at=F("claimed_at") - delivery.STUCK_AFTER - timedelta(minutes=1))
    return found


def is_marked(mail: EmailMessage) -> bool:
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    marks: set[bool] = {mail[REPEAT] == "yes", *(REPEATED in text for text in texts)}
    assert len(texts) == 2
    assert len(marks) == 1, "header, text and HTML disagree"
    return marks.pop()


def check_that_each_arrived_and_repeats_are_marked(server: MailServer) -> None:
    arrived: dict[str, list[EmailMessage]] = defaultdict(list)
    for mail in server.mails:
        arrived[str(mail["To"])].append(mail)
    assert sorted(arrived) == sorted(Notice.objects.values_list("address", flat=True))
    repeated = set(Notice.objects.filter(is_repeat=True).values_list("address", flat=True))
    for address, mails in arrived.items():
        assert len({mail["Message-ID"] for mail in mails}) == 1
        marks = [False, True][-len(mails) :] if address in repeated else [False]
        assert [is_marked(mail) for mail in mails] == marks, address


def all_sent() -> bool:
    return not Notice.objects.exclude(state=Delivery.SENT).exists()


def test_a_sender_killed_at_many_random_moments_loses_nothing_and_marks_what_it_repeats() -> None:
    print(f"seed {SEED}")
    chance, found = random.Random(SEED), Counter[str]()
    kills = KILLS[connection.vendor]
    mails = int(MAILS_PER_KILL * kills)
    for number in range(mails):
        tell(user=make_user(f"reader{number}@example.com", language="en"))
    pauses = random.Random(SEED + 1)
    with MailServer(lambda _step: pauses.uniform(0, 0.004)) as server, senders(server) as processes:
        for number in range(kills):
            process = processes.start()
            wait_for_the_moment(server, number, chance)
            os.kill(process, signal.SIGKILL)
            found += claims_are_old()
        processes.start()
        wait_until(all_sent, seconds=120, what="all is sent")

    print(f"{dict(found)} of {kills} kills; {len(server.mails)} copies of {mails} mails")
    check_that_each_arrived_and_repeats_are_marked(server)
    assert found["before the text"] > kills / 10, "too few were killed between the claim and the text"
    assert found["after the text"] > kills / 10, "too few were killed when nobody could know"
    assert len(server.mails) > mails, "nobody was killed between the mail and its record"


def test_a_celery_worker_killed_among_its_mails_loses_nothing(
    celery_worker_process: Callable[..., WorkerProcess],
) -> None:
    """The same through the real queue: tasks from Redis, a worker pool, and the sweeper started by beat."""
    for number in range(30):
        tell(user=make_user(f"reader{number}@example.com", language="en"))
    with MailServer(lambda _step: 0.01) as server:
        first = celery_worker_process(concurrency=2, beat=True, mail_server=server)
        wait_until(lambda: server.seen["text"] >= 5, seconds=60, what="some mails are sent")
        first.kill()
        claims_are_old()
        celery_worker_process(concurrency=2, beat=True, mail_server=server)
        wait_until(all_sent, seconds=60, what="all is sent")
        check_that_each_arrived_and_repeats_are_marked(server)

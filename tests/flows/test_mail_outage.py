"""The mail server is down while fifty people sign up, ask for a new password or change theirs.

`OUTAGE_SECONDS=60 pytest tests/flows/test_mail_outage.py` is the long form of the same test.
"""

import os
import socket
import time
from collections import Counter
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from tests.servers import MailServer, WorkerProcess, wait_until
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Letter, Notice

SECONDS = float(os.environ.get("OUTAGE_SECONDS", "4"))
PEOPLE = 50
NEW = "another long passphrase"

pytestmark = [pytest.mark.worker, pytest.mark.processes, pytest.mark.timeout(SECONDS + 200)]


def sign_up(number: int) -> tuple[str, int]:
    address = f"new-{number}@example.com"
    data = {"email": address, "name": "Li Wei", "password1": NEW, "password2": NEW}
    return address, Client().post(reverse("account_signup"), data).status_code


def reset(number: int) -> tuple[str, int]:
    address = member(number)
    return address, Client().post(reverse("account_reset_password"), {"email": address}).status_code


def change(number: int) -> tuple[str, int]:
    address, client = member(number), Client()
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return address, client.post(reverse("account_change_password"), data).status_code


def member(number: int) -> str:
    person = make_user(f"member-{number}@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person.email


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_page_answers_and_every_mail_arrives_once(
    celery_worker_process: Callable[..., WorkerProcess],
) -> None:
    server = MailServer(port=free_port())
    celery_worker_process(concurrency=2, beat=True, mail_server=server)
    told = []
    for number in range(PEOPLE):
        told.append((sign_up, reset, change)[number % 3](number))
        time.sleep(SECONDS / PEOPLE)
    assert {status for _address, status in told} == {302}
    assert Counter(Notice.objects.values_list("state", flat=True))[Delivery.SENT] == 0
    with server:
        wait_until(lambda: not Letter.objects.exists(), seconds=120, what="all letters go out")
        time.sleep(11)  # another sweep, which must find nothing
    assert Counter(str(mail["To"]) for mail in server.mails) == {address: 1 for address, _status in told}
    assert set(Notice.objects.values_list("state", flat=True)) == {Delivery.SENT}

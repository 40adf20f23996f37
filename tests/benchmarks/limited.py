"""Two members of a running site: one at the limits, one who reads. Django must be set up."""

import multiprocessing
import os
import socket
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, connections
from django.test.client import BOUNDARY, encode_multipart

from deploy.laptop.__main__ import WEB_OPTIONS
from deploy.laptop.children import Child
from matching.index import market_index
from tests.benchmarks.sending import TOKEN, send_on
from tests.benchmarks.worst import large_pdf, make_enterprise_at_the_limits
from tests.factories import make_member
from tests.marketplace.posts import offer_post, upload
from tests.servers import wait_until
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

SLICE = 4.0
"""Seconds of one slice, after a second that is not measured: requests of the slice before may run."""
WARM = 20
"""Pages that are read first and not measured."""
Send = Callable[[], int]


def measured(folder: Path, slices: int) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", stdout=StringIO())
    call_command("load_demo", verbosity=0, stdout=StringIO())  # the last line of the output is the result
    greedy = make_enterprise_at_the_limits()
    market_index.rebuild()
    member, reader = make_member(greedy), make_member()
    of_greedy = Offer.objects.filter(enterprise=greedy, state=State.DRAFT)
    drafts = list(of_greedy.values_list("pk", flat=True))
    pages = ["/", "/offers/", "/demands/", "/listings/", "/notices/"]
    pages += [row.get_absolute_url() for model in (Offer, Demand) for row in model.objects.published()[:3]]
    cookies = cookie_of(member), cookie_of(reader)
    alliance = Alliance.objects.earliest("pk")
    posts = [submission(alliance), upload_of(alliance)]
    connections.close_all()
    with web_server(folder) as port, one_at_the_limits(port, cookies[0], drafts, posts) as (go, answers):
        times = read(port, cookies[1], pages, slices, go)
        told = dict(Counter(answers()))
    return {**times, "answers": told, "drafts": settings.LISTINGS_MAX_DRAFTS, "database": connection.vendor}


def read(port: int, cookie: str, pages: list[str], slices: int, go: Any) -> dict[str, list[float]]:
    """Read the pages in turn, in slices with and without the other member. Returns the seconds of each."""
    times: dict[str, list[float]] = {"alone": [], "together": []}
    following = cycle(pages)
    for page in islice(following, WARM):
        seconds_of(port, cookie, page)
    for number in range(2 * slices):
        kind = ("alone", "together")[number % 2]
        (go.set if kind == "together" else go.clear)()
        time.sleep(1)
        until = time.monotonic() + SLICE
        while time.monotonic() < until:
            times[kind].append(seconds_of(port, cookie, next(following)))
    go.clear()
    return times


def seconds_of(port: int, cookie: str, page: str) -> float:
    began = time.perf_counter()
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", page, headers={"Cookie": cookie})
    answer = client.getresponse()
    answer.read()
    client.close()
    if answer.status != 200:
        raise RuntimeError(f"{page} answered {answer.status}")
    return time.perf_counter() - began


@contextmanager
def one_at_the_limits(
    port: int, cookie: str, drafts: list[int], posts: list[bytes]
) -> Iterator[tuple[Any, Callable[[], list[int]]]]:
    """Processes that send each of the posts without a pause, while the event is set."""
    ways = multiprocessing.get_context("spawn")
    go, answers = ways.Event(), ways.Queue()
    said: list[int] = []
    senders = [
        ways.Process(target=send_on, args=(port, cookie, drafts, post, go, answers), daemon=True)
        for post in posts
    ]
    for sender in senders:
        sender.start()

    def told() -> list[int]:
        while not answers.empty():
            said.append(answers.get())
        return said

    try:
        yield go, told
    finally:
        for sender in senders:
            sender.kill()


def submission(alliance: Alliance) -> bytes:
    return encode_multipart(BOUNDARY, offer_post(alliance))


def upload_of(alliance: Alliance) -> bytes:
    files = [upload("report.pdf", large_pdf())]
    return encode_multipart(BOUNDARY, offer_post(alliance, action="draft", files=files))


def cookie_of(user: User) -> str:
    """The cookies of a browser in which the user has logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@contextmanager
def web_server(folder: Path) -> Iterator[int]:
    """The web server of ``make demo`` on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = WEB_OPTIONS[: WEB_OPTIONS.index("--access-logfile")]
    command = [sys.executable, "-m", "gunicorn", "ydeu.wsgi", "--bind", f"127.0.0.1:{port}", *options]
    server = Child("web", command, dict(os.environ), folder)
    try:
        wait_until(lambda: answers_at(port), seconds=120, what="the web server answers")
        yield port
    finally:
        server.stop()


def answers_at(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

"""No log holds what is as good as a password, and the access log holds the true address of the client."""

import logging
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from tests.servers import wait_until
from ydeu.access_log import client_address
from ydeu.log_secrets import HIDDEN, LONGEST, HideSecrets, hide
from ydeu.notices import unsubscriptions
from ydeu.notices.enums import NoticeKind
from ydeu.settings import base

ADDRESSES = {
    "/offers/7/": "/offers/7/",
    "/offers/?q=%E5%AF%86&page=2": f"/offers/?q={HIDDEN}&page={HIDDEN}",
    "/x/?token=abc": f"/x/?token={HIDDEN}",
    "/x/?0123456789abcdef0123456789": f"/x/?{HIDDEN}",
    "/accounts/password/reset/key/3-set-password/": "/accounts/password/reset/key/3-set-password/",
    "/accounts/password/reset/key/3-c7k2bz-0123456789abcdef0123456789abcdef/": (
        f"/accounts/password/reset/key/{HIDDEN}/"
    ),
    "/accounts/confirm-email/MQ:1wXyZa:Zq3_0123456789abcdef-ghij/": f"/accounts/confirm-email/{HIDDEN}/",
    "/one/0123456789abcdef0123456789/two/0123456789abcdef0123456789?a=b&c": (
        f"/one/{HIDDEN}/two/{HIDDEN}?a={HIDDEN}&c"
    ),
    "*": "*",
    "": "",
}


@pytest.mark.parametrize(("address", "shown"), ADDRESSES.items())
def test_what_an_address_shows(address: str, shown: str) -> None:
    assert hide(address) == shown


@pytest.mark.django_db
def test_the_keys_and_tokens_of_the_site_are_longer_than_what_is_shown() -> None:
    person = make_user()
    row = EmailAddress.objects.create(user=person, email=person.email)
    reset = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    tokens = [
        EmailConfirmationHMAC(row).key,
        reset,
        *(unsubscriptions.token_for(person, kind) for kind in (NoticeKind.DIGEST, NoticeKind.SEARCH_FOUND)),
    ]
    assert min(len(token) for token in tokens) > LONGEST
    address = reverse("account_reset_password_from_key", args=reset.split("-", 1))
    assert reset.split("-", 1)[1] not in hide(address)


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        ("%s: %s", ("Not Found", f"/x/{'k' * 40}/"), f"Not Found: /x/{HIDDEN}/"),
        ('"%s" %s', (f"GET /x/{'k' * 40}/?q=1 HTTP/1.1", 200), f'"GET /x/{HIDDEN}/?q={HIDDEN} HTTP/1.1" 200'),
        (
            "Error handling request %s",
            (f"/x/?token={'k' * 40}",),
            f"Error handling request /x/?token={HIDDEN}",
        ),
        ("Forbidden (%s): %s", ("CSRF token missing.", "/x/7/"), "Forbidden (CSRF token missing.): /x/7/"),
        (
            "Forbidden (%s): %s",
            (
                f"Referer checking failed - https://x.org/accounts/{'k' * 40}/?q=1 is none",
                "/x/",
            ),
            f"Forbidden (Referer checking failed - https://x.org/accounts/{HIDDEN}/?q={HIDDEN} is none): /x/",
        ),
        (
            f"Invalid request from ip=10.0.0.1: Invalid HTTP Version: 'GET /x/{'k' * 40}/ HTTP/9'",
            (),
            f"Invalid request from ip=10.0.0.1: Invalid HTTP Version: 'GET /x/{HIDDEN}/ HTTP/9'",
        ),
        (f"HTTP://user@x.org:80/{'k' * 40}", (), f"HTTP://user@x.org:80/{HIDDEN}"),
        ("nothing", (), "nothing"),
    ],
)
def test_what_a_record_shows(message: str, args: tuple[object, ...], line: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert (HideSecrets().filter(record), record.getMessage()) == (True, line)


@pytest.mark.parametrize("part", ["request", "security", "security.csrf", "server"])
def test_all_records_about_requests_pass_the_filter(part: str) -> None:
    logger: logging.Logger | None = logging.getLogger(f"django.{part}")
    while logger and not logger.handlers:
        logger = logger.parent
    assert logger
    ours = [handler for handler in logger.handlers if type(handler) is logging.StreamHandler]  # not pytest's
    assert [[type(one) for one in handler.filters] for handler in ours] == [[HideSecrets]]
    assert not logger.propagate


def test_a_form_of_a_secret_page_that_is_refused_tells_no_log_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The Referer of a page is its address. Django logs it if it does not trust the page."""
    logger = logging.getLogger("django.security.csrf")
    caplog.handler.addFilter(HideSecrets())
    caplog.set_level(logging.WARNING, logger.name)
    logger.addHandler(caplog.handler)
    try:
        client = Client(enforce_csrf_checks=True, headers={"referer": f"https://other/x/{'k' * 40}/?q=word"})
        assert client.post("/accounts/login/", secure=True).status_code == 403
    finally:
        logger.removeHandler(caplog.handler)
        caplog.handler.filters.pop()
    assert f"https://other/x/{HIDDEN}/?q={HIDDEN}" in caplog.text
    assert "k" * 40 not in caplog.text


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (None, 0, "10.0.0.1"),
        ("203.0.113.7", 0, "10.0.0.1"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "10.0.0.1"),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("evil\nline", 1, "10.0.0.1"),
        (None, 1, "10.0.0.1"),
    ],
)
def test_the_client_behind_our_proxies(forwarded: str | None, proxies: int, address: str) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1"}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    assert client_address(environ, proxies) == address


@pytest.mark.slow
def test_a_line_of_the_access_log(tmp_path: Path) -> None:
    """A real gunicorn with the options of the files in ``deploy/``, and an application that only answers."""
    (tmp_path / "small.py").write_text(
        "def application(environ, start):\n    start('200 OK', [('Set-Cookie', 'a=b')])\n    return [b'ok']\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "small:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--chdir", str(tmp_path), "--pythonpath", str(base.ROOT), "--no-control-socket"]
    logging_options = ["--logger-class", "ydeu.access_log.Logger", "--access-logfile", "-"]
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*command, *options, *logging_options], stdout=file, stderr=file, env={"PROXIES": "1"}
        )
    try:
        wait_until(lambda: b"Listening at" in log.read_bytes(), seconds=30, what="gunicorn listens")
        address = f"http://127.0.0.1:{port}/x/{'k' * 40}/?q=secret-word"
        headers = {
            "X-Forwarded-For": "6.6.6.6, 203.0.113.7",
            "Referer": f"https://exchange.example.org/accounts/confirm-email/{'r' * 40}/?q=other-word",
        }
        urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20).read()
        wait_until(lambda: b"GET" in log.read_bytes(), seconds=30, what="the line is written")
    finally:
        server.terminate()
        server.wait(20)
    (line,) = [line for line in log.read_text().splitlines() if "GET" in line]
    assert line.startswith("203.0.113.7 - - [")
    assert f'"GET /x/{HIDDEN}/?q={HIDDEN} HTTP/1.1" 200' in line
    assert f'"https://exchange.example.org/accounts/confirm-email/{HIDDEN}/?q={HIDDEN}"' in line
    assert not re.search(r"k{20}|r{20}|secret-word|other-word|6\.6\.6\.6", log.read_text())


@pytest.mark.parametrize(
    "path", ["Procfile", "deploy/Dockerfile", "deploy/systemd/ydeu-web.service", "deploy/laptop/__main__.py"]
)
def test_every_gunicorn_that_writes_an_access_log_hides_secrets(path: str) -> None:
    text = re.sub(r"[\s\"',()*]+", " ", (base.ROOT / path).read_text())
    started = len(re.findall(r"--access-logfile -", text))
    assert (
        started == len(re.findall(r"--logger-class ydeu\.access_log\.Logger --access-logfile -", text)) == 1
    )


def nginx_shows(address: str) -> str:
    """What the map of nginx.conf makes of an address: the first pattern that matches wins."""
    text = (base.ROOT / "deploy/nginx.conf").read_text()
    rules = re.findall(r'^    "~(.+)"\s+(\S+);$', text, re.MULTILINE)
    for pattern, shown in rules:
        if found := re.match(pattern.replace("(?<", "(?P<"), address):
            return re.sub(r"\$(\w+)", lambda name: found[name[1]], shown)
    return address


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_proxy_hides_at_least_as_much(address: str) -> None:
    shown = nginx_shows(address)
    assert not re.search(r"[^/?]{20,}", shown)
    assert shown.partition("?")[2] in ("", HIDDEN)
    if hide(address) == address:
        assert shown == address


def test_the_proxy_logs_nothing_but_that() -> None:
    text = (base.ROOT / "deploy/nginx.conf").read_text()
    logged = text[text.index("log_format") : text.index("server {")]
    assert not re.search(r"\$(request|request_uri|uri|args|query_string|http_referer|http_cookie)\b", logged)
    logs = re.findall(r"^\s+access_log (.+);", text, re.MULTILINE)
    assert len(logs) == text.count("server {")
    assert all(log == "off" or log.endswith(" without_secrets") for log in logs)

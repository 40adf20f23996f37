"""The two pages: what a load balancer, a stranger, somebody with the token and the staff read."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.conftest import publish_to
from tests.factories import make_admin, make_member
from tests.health.conftest import living
from tests.servers import RedisServer
from ydeu.health.report import NAMES
from ydeu.settings.base import ROOT

DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def dead_redis(redis_server: RedisServer) -> None:
    publish_to(DEAD)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_liveness_asks_nobody(client: Client) -> None:
    """Without the database mark: a query would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"].split(", ")[0]) == (
        200,
        b"ok",
        "max-age=0",
    )


@pytest.mark.worker
@pytest.mark.django_db
@pytest.mark.usefixtures("dead_redis")
def test_a_site_without_redis_is_alive_but_not_ready(client: Client) -> None:
    living()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")
    assert client.get("/readyz?only=database").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ago",
    [
        {"worker": timedelta(minutes=6)},
        {"beat": timedelta(minutes=6)},
        {"worker": timedelta(days=400), "beat": timedelta(0)},
        {"worker": -timedelta(hours=8)},  # written while the clock was ahead
    ],
)
def test_without_a_sign_of_life_it_is_not_ready(client: Client, ago: dict[str, timedelta]) -> None:
    living(**ago)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_site_that_never_had_a_worker_is_not_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_site_that_works_is_ready(client: Client) -> None:
    living()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_a_database_that_does_not_answer(client: Client, settings: Settings) -> None:
    settings.HEALTH_TOKEN = "secret"
    with (
        patch("health_check.checks.Database.run", side_effect=DatabaseError),
        patch("logging.Logger.exception"),
    ):
        answer = client.get("/readyz?format=json", headers=bearer("secret"))
    states = {name: each["state"] for name, each in answer.json()["checks"].items()}
    assert answer.status_code == 503
    assert states == {
        "database": "failing",
        "redis": "fine",
        "beat": "unknown",
        "worker": "unknown",
        "queue": "fine",
        "matching": "unknown",
        "mail": "unknown",
        "index": "unknown",
    }
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "wrong", "secre", "secret "])
def test_a_stranger_learns_no_detail(client: Client, settings: Settings, token: str) -> None:
    settings.HEALTH_TOKEN = "secret"
    for who in (client, logged_in(make_member())):
        answer = who.get("/readyz?format=json", headers=bearer(token))
        assert (answer.status_code, answer.content) == (503, b"not ready")


@pytest.mark.django_db
def test_without_a_token_no_token_opens(client: Client) -> None:
    assert client.get("/readyz", headers=bearer("")).content == b"not ready"


@pytest.mark.django_db
def test_staff_and_the_token_read_each_check(client: Client, settings: Settings) -> None:
    settings.HEALTH_TOKEN = "secret"
    living(worker=timedelta(minutes=7))
    for answer in (
        client.get("/readyz", headers=bearer("secret")),
        logged_in(make_admin()).get("/readyz"),
    ):
        lines = answer.content.decode().splitlines()
        assert answer.status_code == 503
        assert [line.split()[1].rstrip(":") for line in lines] == list(NAMES)
        assert lines[3] == (
            "failing  worker: Their last sign of life was 7 min ago. Start a worker, or read its log."
        )


@pytest.mark.django_db
def test_metrics_for_prometheus_have_one_series_a_check(client: Client, settings: Settings) -> None:
    settings.HEALTH_TOKEN = "secret"
    living(beat=timedelta(hours=1))
    answer = client.get("/readyz?format=openmetrics", headers=bearer("secret"))
    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert 'django_health_check_status{check="beat"} 0' in lines
    assert 'django_health_check_status{check="database"} 1' in lines
    assert "django_health_check_overall_status 0" in lines


@pytest.mark.django_db
@pytest.mark.parametrize("only", ["nothing", "database,nothing", "database;redis"])
def test_a_check_that_does_not_exist_is_not_found(client: Client, only: str) -> None:
    assert client.get(f"/readyz?only={only}").status_code == 404


@pytest.mark.django_db
def test_a_stranger_who_asks_often_costs_one_look(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/readyz")
    with django_assert_num_queries(0):
        client.get("/readyz")


@pytest.mark.django_db
def test_the_first_page_of_the_admin_shows_the_same(settings: Settings) -> None:
    living(worker=timedelta(minutes=7))
    page = logged_in(make_admin()).get("/admin/").content.decode()
    assert "something needs attention" in page
    assert "Their last sign of life was 7 min ago." in page
    settings.LANGUAGE_CODE = "zh-hans"
    chinese = logged_in(make_admin()).get("/admin/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "最近一次心跳是 7 分钟前" in chinese


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_the_names_are_those_of_the_manual() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text().partition("## What to watch")[2]
    assert tuple(re.findall(r"^\| `(\w+)` \|", manual, re.MULTILINE)) == NAMES

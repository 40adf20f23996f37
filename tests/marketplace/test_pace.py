"""How often a person may use a page that costs the site work, and what a refusal costs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.urls import resolve

from tests.factories import make_enterprise, make_member, make_offer
from tests.marketplace.posts import upload
from ydeu import pace
from ydeu.accounts.models import Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    return enterprise


def test_a_member_who_saves_without_a_pause_is_asked_to_wait(client: Client, enterprise: Enterprise) -> None:
    draft = make_offer(enterprise=enterprise)
    statuses = []
    for number in range(32):
        page = client.post(f"/offers/{draft.pk}/edit/", {"action": "draft", "title": f"Cells {number}"})
        statuses.append(page.status_code)

    assert statuses.count(429) == 2
    assert "Please wait a minute, go back and send it again." in page.text
    assert "Cells 31" in page.text
    assert "<dt>action</dt>" not in page.text
    draft.refresh_from_db()
    assert draft.title == "Cells 29"
    assert client.get(f"/offers/{draft.pk}/edit/").status_code == 200


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of this test, which takes none."""
    waited: list[float] = []
    monkeypatch.setattr(pace, "time", SimpleNamespace(sleep=waited.append))
    return waited


def test_a_program_that_does_not_wait_gets_no_text_back_and_late_answers(
    client: Client, enterprise: Enterprise, delays: list[float]
) -> None:
    address = f"/offers/{make_offer(enterprise=enterprise).pk}/edit/"
    pages = [client.post(address, {"action": "draft", "title": f"Cells {number}"}) for number in range(38)]

    refused = [page for page in pages if page.status_code == pace.TOO_MANY_REQUESTS]
    assert ["Cells" in page.text for page in refused] == [True] * 5 + [False] * 3
    assert "Please wait a minute" in refused[-1].text
    assert delays == [pace.DELAY] * 3


def test_a_refused_upload_is_not_parsed(
    client: Client, enterprise: Enterprise, delays: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/offers/{make_offer(enterprise=enterprise).pk}/edit/"
    for number in range(35):
        client.post(address, {"action": "draft", "title": f"Cells {number}"})
    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", lambda _self: pytest.fail("the body is parsed"))

    page = client.post(address, {"action": "draft", "files": upload("report.pdf", b"%PDF-1.7 " * 100_000)})

    assert page.status_code == pace.TOO_MANY_REQUESTS
    assert page.wsgi_request.read() == b""


def test_at_most_two_threads_of_a_process_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, release = Semaphore(0), Event()

    def sleep(_seconds: float) -> None:
        waiting.release()
        release.wait(20)

    monkeypatch.setattr(pace, "time", SimpleNamespace(sleep=sleep))
    with ThreadPoolExecutor(2) as threads:
        held = [threads.submit(pace.delay) for _thread in range(2)]
        assert waiting.acquire(timeout=20)
        assert waiting.acquire(timeout=20)

        pace.delay()
        assert not waiting.acquire(blocking=False)
        release.set()
        for thread in held:
            thread.result(20)


@pytest.mark.parametrize(
    "address",
    [
        *("/offers/new/", "/demands/new/", "/offers/1/edit/", "/demands/1/edit/", "/offers/1/withdraw/"),
        *("/listings/offers/import/", "/listings/demands/import/1/", "/listings/offers.csv"),
        *("/coordination/demands.xlsx", "/introductions/export/csv/", "/introductions/1/messages/"),
        *("/introductions/1/notes/", "/introductions/1/meet/", "/introductions/1/set-step/"),
    ],
)
def test_a_page_that_costs_work_has_a_pace(address: str) -> None:
    assert pace.pace_of(resolve(address).func) is not None

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matching.introductions import messages, notes
from matching.models import Introduction, IntroductionMessage, MessageFile
from tests.marketplace.checks import check_all, checked
from tests.marketplace.posts import PDF
from tests.matching.introduced import SECRET, Cast, connect, make_cast, make_introduction
from ydeu.accounts.models import User
from ydeu.marketplace.enums import Visibility

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def url_of(introduction: Introduction, what: str = "messages") -> str:
    return f"{introduction.get_absolute_url()}{what}/"


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def pdf(name: str = "data.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_both_sides_write_and_see_what_is_new(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    url = url_of(introduction)
    client.force_login(cast.seller)
    response = client.post(url, {"text": "Good day", "uploads": [pdf("price.pdf")]})
    assert (response.status_code, response["Location"]) == (302, url)
    own = page(client, cast.seller, url)
    assert ("price.pdf" in own, "Being checked" in own) == (True, True)
    assert "1 new message" in page(client, cast.buyer, introduction.get_absolute_url())
    assert "price.pdf" not in page(client, cast.demand_coordinator, url)
    check_all()
    first = page(client, cast.buyer, url)
    for text in ("Good day", "price.pdf", "Offer side", "Wang Secret", "New:"):
        assert text in first
    assert "New:" not in page(client, cast.buyer, url)
    assert "new message" not in page(client, cast.buyer, introduction.get_absolute_url())
    assert "New:" not in page(client, cast.seller, url)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"text": " "}, ""),
        ({"text": "Here it is", "uploads": SimpleUploadedFile("a.exe", b"MZ\x90")}, "Here it is"),
        ({"text": "Many", "uploads": [pdf() for _ in range(6)]}, "Many"),
    ],
)
def test_a_refused_message_stays_in_its_form(
    data: dict[str, object], kept: str, client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast, "connected")
    client.force_login(cast.seller)
    response = client.post(url_of(introduction), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert kept in response.content.decode()
    assert not IntroductionMessage.objects.exists()


@pytest.mark.parametrize(("what", "data"), [("messages", {}), ("notes", {"audience": "both"})])
def test_what_was_sent_is_not_offered_back_by_the_browser(
    what: str, data: dict[str, str], client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast, "connected")

    def key() -> str:
        shown = page(client, cast.buyer, url_of(introduction, what))
        return str(re.findall(r'data-autosave-key="([^"]+)"', shown)[0])

    before = key()
    assert key() == before
    client.post(url_of(introduction, what), {"text": "How large is it?", **data})
    assert key() != before


def test_before_the_connection_a_side_reads_what_coordinators_write(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast)
    url = url_of(introduction)
    assert "they do not know each other yet" in page(client, cast.offer_coordinator, url)
    client.post(url, {"text": "Please look at the data sheet."})
    shown = page(client, cast.buyer, url)
    assert "Please look at the data sheet." in shown
    assert "Offer Coordinator" in shown
    assert "You can write here as soon as both sides have accepted." in shown
    response = client.post(url, {"text": "Who are you?"}, follow=True)
    assert "not possible at this stage" in response.content.decode()
    assert IntroductionMessage.objects.count() == 1


def test_who_knows_both_is_reminded_to_name_neither_before_they_know_each_other(
    client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast)
    hint = "please name neither of them"
    for what in ("messages", "notes", "set-step"):
        assert hint in page(client, cast.offer_coordinator, url_of(introduction, what)).lower(), what
    assert hint not in page(client, cast.buyer, url_of(introduction, "notes")).lower()
    connect(introduction, cast)
    for what in ("messages", "notes", "set-step"):
        assert hint not in page(client, cast.offer_coordinator, url_of(introduction, what)).lower(), what


@pytest.mark.slow
def test_a_side_that_is_anonymous_is_named_nowhere_before_both_have_accepted(client: Client) -> None:
    cast = make_cast(visibility=Visibility.ANONYMOUS)
    introduction = make_introduction(cast)
    notes.write(introduction, by=cast.seller, text=f"We are {SECRET}.", audience="coordinators")
    messages.write(introduction, by=cast.offer_coordinator, text="Please answer.", uploads=[pdf()])
    pages = [introduction.get_absolute_url(), url_of(introduction), url_of(introduction, "notes")]
    pages += ["/introductions/", "/introductions/board/", "/introductions/export/csv/"]
    pages += ["/notices/", f"{introduction.get_absolute_url()}?history=all"]
    for url in pages:
        shown = page(client, cast.buyer, url)
        for secret in (SECRET, "Wang Secret", "sunrise.example"):
            assert secret not in shown, url
    connect(introduction, cast)
    assert SECRET in page(client, cast.buyer, introduction.get_absolute_url())
    assert f"We are {SECRET}." not in page(client, cast.buyer, url_of(introduction, "notes"))


def test_a_file_is_for_who_takes_part_and_not_there_for_anybody_else(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[pdf("报价.pdf")])
    checked(MessageFile.objects.get())
    url = MessageFile.objects.get().get_absolute_url()
    assert client.get(url).status_code == 404
    for role in ("stranger", "other_coordinator"):
        client.force_login(cast.person(role))
        assert client.get(url).status_code == 404, role
    for role in ("seller", "buyer", "offer_coordinator", "demand_coordinator", "admin"):
        client.force_login(cast.person(role))
        response = client.get(url)
        assert response.getvalue().startswith(b"%PDF-"), role
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "attachment; filename*=utf-8''%E6%8A%A5%E4%BB%B7.pdf" in response["Content-Disposition"]
    assert client.get(url.replace("/files/", "/files/9")).status_code == 404


def test_a_file_that_the_disk_has_lost_is_not_found(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[pdf()])
    file = checked(MessageFile.objects.get())
    assert file.file.name is not None
    file.file.storage.delete(file.file.name)
    client.force_login(cast.buyer)
    assert client.get(file.get_absolute_url()).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("what", ["messages", "notes"])
def test_pages_and_queries(what: str, client: Client, cast: Cast) -> None:
    introduction, counts = make_introduction(cast, "connected"), []
    for more in (1, 2, 47):
        for number in range(more):
            if what == "notes":
                notes.write(introduction, by=cast.seller, text=f"Note {number}", audience="both")
            else:
                messages.write(introduction, by=cast.seller, text="Good day", uploads=[pdf()])
        client.force_login(cast.buyer)
        client.get(url_of(introduction, what))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url_of(introduction, what))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert [len(response.context["page_obj"]), response.context["page_obj"].paginator.num_pages] == [20, 3]


def test_who_reads_a_note(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    client.force_login(cast.offer_coordinator)
    client.post(url_of(introduction, "notes"), {"text": "They pay late.", "audience": "coordinators"})
    client.post(url_of(introduction, "notes"), {"text": "Call on Friday.", "audience": "both"})
    for user, reads in ((cast.buyer, False), (cast.seller, False), (cast.demand_coordinator, True)):
        shown = page(client, user, url_of(introduction, "notes"))
        assert "Call on Friday." in shown
        assert ("They pay late." in shown) is reads
    client.force_login(cast.stranger)
    assert client.get(url_of(introduction, "notes")).status_code == 404

"""Downloads of files check the permission, and a browser never opens them as a page."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories import make_member, make_offer, make_user
from tests.marketplace.checks import attach_clean
from tests.marketplace.posts import PDF
from ydeu.marketplace.models import Attachment, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def attached(offer: Offer, name: str = "测试 报告.pdf") -> Attachment:
    return attach_clean(offer, name, PDF, by=make_user())


def test_a_file_of_a_public_listing(client: Client) -> None:
    attachment = attached(make_offer(state=State.PUBLISHED))

    response = client.get(f"/attachments/{attachment.pk}/")

    assert b"".join(response) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%B5%8B%E8%AF%95%20%E6%8A%A5%E5%91%8A.pdf"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.parametrize(
    ("state", "visibility"),
    [(State.DRAFT, "public"), (State.PUBLISHED, "anonymous"), (State.PAUSED, "public")],
)
def test_strangers_and_visitors_get_nothing_its_owner_does(
    client: Client, state: str, visibility: str
) -> None:
    offer = make_offer(state=state, visibility=visibility)
    address = f"/attachments/{attached(offer).pk}/"

    assert client.get(address).status_code == 404
    client.force_login(make_member())
    assert client.get(address).status_code == 404
    client.force_login(make_member(offer.enterprise))
    response = client.get(address)
    assert response.status_code == 200
    response.close()


def test_a_file_that_is_gone_is_not_found(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED)
    attachment = attached(offer)
    Path(attachment.file.path).unlink()

    assert client.get(f"/attachments/{attachment.pk}/").status_code == 404


def test_its_owner_removes_a_file(client: Client) -> None:
    offer = make_offer()
    attachment = attached(offer)
    client.force_login(make_member(offer.enterprise))

    response = client.post(f"/attachments/{attachment.pk}/remove/")

    assert response.headers["Location"] == f"/offers/{offer.pk}/"
    assert not Attachment.objects.exists()


def test_nobody_else_removes_it(client: Client) -> None:
    address = f"/attachments/{attached(make_offer(state=State.PUBLISHED)).pk}/remove/"

    assert client.post(address).status_code == 302
    client.force_login(make_member())
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert Attachment.objects.count() == 1


def test_the_files_of_a_listing_under_review_stay(client: Client) -> None:
    offer = make_offer(state=State.SUBMITTED)
    attachment = attached(offer)
    client.force_login(make_member(offer.enterprise))

    client.post(f"/attachments/{attachment.pk}/remove/")

    assert Attachment.objects.count() == 1

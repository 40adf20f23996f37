"""Files are uploaded with the form."""

import pytest
from django.test import Client

from tests.factories import (
    make_offer,
)
from tests.marketplace.posts import EXE, PDF, offer_post, png, upload
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Attachment, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


class TestFiles:
    def test_files_are_judged_by_their_content(self, client: Client, member: User) -> None:
        typed = {
            "action": "draft",
            "files": [upload("a.pdf", PDF), upload("b.pdf", png()), upload("c.pdf", EXE)],
        }

        response = client.post("/offers/new/", typed)

        assert response.context["form"].errors == {
            "files": ["“c.pdf” is neither a PDF nor a PNG or JPEG image."]
        }
        assert [(a.name, a.content_type, a.offer) for a in Attachment.objects.all()] == [
            ("a.pdf", "application/pdf", Offer.objects.get()),
            ("b.png", "image/png", Offer.objects.get()),
        ]

    def test_they_are_kept_though_a_field_is_missing(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = offer_post(alliance, summary="", files=[upload("a.pdf", PDF)])

        response = client.post("/offers/new/", typed)

        assert list(response.context["form"].errors) == ["summary"]
        assert Offer.objects.get().attachments.count() == 1

    def test_an_empty_file_is_named(self, client: Client, member: User) -> None:
        response = client.post("/offers/new/", {"action": "draft", "files": [upload("void.pdf", b"")]})

        assert response.context["form"].errors == {"files": ["These files are empty: void.pdf."]}

    def test_an_empty_file_takes_no_other_with_it(self, client: Client, member: User) -> None:
        chosen = [upload("void.pdf", b""), upload("a.pdf", PDF)]

        client.post("/offers/new/", {"action": "draft", "files": chosen})

        assert [a.name for a in Offer.objects.get().attachments.all()] == ["a.pdf"]

    def test_they_are_asked_for_again_where_somebody_else_was_faster(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise)
        typed = {"action": "draft", "seen": "2026-01-01T00:00:00+00:00"}
        chosen = [upload("a.pdf", PDF), upload("c.pdf", EXE)]

        response = client.post(f"/offers/{offer.pk}/edit/", {**typed, "files": chosen})

        assert response.context["form"].errors["files"] == [
            "“c.pdf” is neither a PDF nor a PNG or JPEG image.",
            "Please choose the files again: a.pdf.",
        ]
        assert offer.attachments.count() == 0

    @pytest.mark.slow
    def test_ten_are_enough_and_one_that_leaves_makes_room(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        client.post(
            "/offers/new/", {"action": "draft", "files": [upload(f"{n}.pdf", PDF) for n in range(10)]}
        )
        offer = Offer.objects.get()
        address, first = f"/offers/{offer.pk}/edit/", offer.attachments.all()[0]

        full = client.post(address, {"action": "draft", "files": [upload("x.pdf", PDF)]})
        swapped = client.post(
            address, {"action": "draft", "remove": [first.pk], "files": [upload("y.pdf", PDF)]}
        )

        assert full.context["form"].errors == {
            "files": ["“x.pdf” is one too many: a listing has at most 10 files."]
        }
        assert swapped.status_code == 302
        assert [a.name for a in offer.attachments.all()] == [f"{n}.pdf" for n in range(1, 10)] + ["y.pdf"]

    def test_files_of_others_are_not_removed(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        foreign = Attachment.objects.create(offer=make_offer(), file="x", name="x", size=1)
        offer = make_offer(enterprise=enterprise)
        Attachment.objects.create(offer=offer, file="y", name="y", size=1)

        response = client.post(f"/offers/{offer.pk}/edit/", {"action": "draft", "remove": [foreign.pk]})

        assert list(response.context["form"].errors) == ["remove"]
        assert Attachment.objects.count() == 2

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_admin, make_member, make_published_offer
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Attachment

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def downloads() -> list[tuple[int | None, dict]]:
    found = Entry.objects.filter(action=Action.DOWNLOADED).order_by("pk")
    return list(found.values_list("actor", "details"))


def make_file() -> Attachment:
    return Attachment.objects.create(
        offer=make_published_offer(),
        file=ContentFile(b"%PDF-1.4", name="report.pdf"),
        name="report.pdf",
        content_type="application/pdf",
        size=8,
        state="clean",
    )


def test_a_file_and_a_table_that_somebody_takes_along() -> None:
    member, admin, file = make_member(), make_admin(), make_file()
    for person, address in (
        (member, reverse("marketplace:attachment", args=[file.pk])),
        (admin, reverse("admin:matching_glossaryentry_export_csv")),
        (member, reverse("home")),
    ):
        client = Client()
        client.force_login(person, backend=BACKEND)
        response = client.get(address)
        assert response.status_code == 200
        if response.streaming:
            response.getvalue()
    assert downloads() == [
        (member.pk, {"page": "marketplace:attachment", "row": file.pk}),
        (admin.pk, {"page": "admin:matching_glossaryentry_export_csv"}),
    ]


def test_a_visitor_leaves_no_line() -> None:
    response = Client().get(reverse("marketplace:attachment", args=[make_file().pk]))
    response.getvalue()
    assert downloads() == []

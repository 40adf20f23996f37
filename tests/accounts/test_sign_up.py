import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from ydeu.accounts.models import User
from ydeu.notices import tasks

pytestmark = pytest.mark.django_db

DATA = {
    "email": "New@Example.com",
    "name": "Li Wei",
    "password1": "a long enough passphrase",
    "password2": "a long enough passphrase",
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_new_person_keeps_the_language_of_the_page(language: str) -> None:
    client = Client(headers={"accept-language": language})
    response = client.post(reverse("account_signup"), DATA)
    assert response.status_code == 302, response.context["form"].errors
    person = User.objects.get()
    assert (person.email, person.name, person.language) == ("new@example.com", "Li Wei", language)
    assert not person.is_staff
    tasks.sweep()
    assert [message.to for message in mail.outbox] == [["new@example.com"]]


def test_a_name_is_asked_for() -> None:
    response = Client().post(reverse("account_signup"), {**DATA, "name": ""})
    assert list(response.context["form"].errors) == ["name"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "given"), [("https://example.net/", "/"), ("//example.net", "/"), ("/offers/", "/offers/")]
)
def test_after_logging_in_nobody_is_sent_to_another_site(wanted: str, given: str) -> None:
    person = make_user()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    data = {"login": person.email, "password": PASSWORD, "next": wanted}
    response = Client().post(reverse("account_login"), data)
    assert (response.status_code, response["Location"]) == (302, given)


def test_the_letter_greets_in_the_name_of_the_exchange() -> None:
    Client(headers={"accept-language": "en"}).post(reverse("account_signup"), DATA)
    tasks.sweep()
    assert str(mail.outbox[0].body).startswith("Hello from YDEU Exchange!")

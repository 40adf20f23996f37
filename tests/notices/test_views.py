import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.test_views import logged_in, queries_of
from tests.factories import PASSWORD, make_admin, make_enterprise, make_member, make_user
from tests.notices.test_notices import tell
from ydeu.notices import delivery, notices, preferences
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice, Preference
from ydeu.notices.topics import is_free

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
INBOX, CHOICES = "/notices/", "/notices/e-mails/"


def test_the_inbox_shows_one_s_own_notices_newest_first() -> None:
    person = make_user(language="en")
    for title, reader in (("First", person), ("Second", person), ("Of another", make_user())):
        tell(user=reader, context={"title": title})
    page = logged_in(person).get(INBOX, headers={"accept-language": "en"})
    assert [notice.context["title"] for notice in page.context["page_obj"]] == ["Second", "First"]
    assert "“Second” is published." in page.text
    assert page.text.count("is-unread") == 2
    assert "Of another" not in page.text


def test_opening_marks_as_read_and_leads_to_the_page() -> None:
    person = make_user()
    notice = tell(user=person, url="/offers/7/")
    response = logged_in(person).post(reverse("notices:open", args=[notice.pk]))
    assert (response.status_code, response["Location"]) == (302, "/offers/7/")
    assert Notice.objects.get().read_at is not None
    assert "is-unread" not in logged_in(person).get(INBOX).text


def test_a_notice_leads_to_no_other_site() -> None:
    person = make_user()
    notice = tell(user=person)
    for url in ("https://example.net/", "//example.net", "/\\example.net", "javascript:alert(1)"):
        Notice.objects.update(url=url)
        assert logged_in(person).post(reverse("notices:open", args=[notice.pk]))["Location"] == INBOX


def test_a_stranger_opens_nothing_and_a_link_marks_nothing() -> None:
    person = make_user()
    address = reverse("notices:open", args=[tell(user=person).pk])
    assert logged_in(make_user()).post(address).status_code == 404
    assert logged_in(make_admin()).post(address).status_code == 404
    assert logged_in(person).get(address).status_code == 405
    assert Client().post(address).status_code == 302
    assert Notice.objects.get().read_at is None


def test_all_are_marked_read_at_once_and_only_one_s_own() -> None:
    person, other = make_user(), make_user()
    for reader in (person, person, other):
        tell(user=reader)
    response = logged_in(person).post(reverse("notices:read_all"))
    assert (response.status_code, response["Location"]) == (302, INBOX)
    assert Notice.objects.unread().get().recipient == other
    assert logged_in(person).get(reverse("notices:read_all")).status_code == 405


def test_twenty_a_page_and_as_many_queries_for_many() -> None:
    person = make_user()
    client = logged_in(person)
    counts = []
    for rows in (1, 3, 50):
        while Notice.objects.count() < rows:
            tell(user=person)
        counts.append(queries_of(client, INBOX))
    assert counts == [counts[0]] * 3
    pages = [len(client.get(INBOX, {"page": page}).context["page_obj"]) for page in (1, 2, 3, 99)]
    assert pages == [20, 20, 10, 10]


def test_the_count_in_the_header_is_asked_once_and_only_where_it_is_shown() -> None:
    person = make_user()
    tell(user=person)
    client = logged_in(person)
    page = client.get(INBOX)
    assert page.context["unread_notices"]() == 1
    assert Client().get("/alliances/").context["unread_notices"]() == 0


def test_an_administrator_reads_and_sends_again() -> None:
    failed, unsaid = tell(user=make_user()), tell(user=make_user())
    Notice.objects.filter(pk=failed.pk).update(state=Delivery.FAILED, error="<nobody> listens")
    client = logged_in(make_admin())
    page = client.get(reverse("admin:notices_notice_change", args=[failed.pk]))
    assert "&lt;nobody&gt; listens" in page.text
    assert 'name="_save"' not in page.text
    data = {"action": "send_again", "_selected_action": [failed.pk, unsaid.pk]}
    response = client.post(reverse("admin:notices_notice_changelist"), data, follow=True)
    assert sorted(message.level_tag for message in response.context["messages"]) == ["error", "success"]
    assert Notice.objects.get(pk=failed.pk).state == Delivery.WAITING


@pytest.mark.parametrize("words", ["li@example.com", "Li Wei", "greylisted", "/offers/7/"])
def test_an_administrator_finds_a_mail_by_who_where_and_why(words: str) -> None:
    failed = tell(user=make_user("li@example.com", name="Li Wei"), url="/offers/7/")
    tell(user=make_user("wang@example.com", name="Wang Fang"), url="/offers/8/")
    Notice.objects.filter(pk=failed.pk).update(state=Delivery.FAILED, error="450 greylisted", is_repeat=True)
    found = {"q": words, "state__exact": Delivery.FAILED, "is_repeat__exact": "1"}
    page = logged_in(make_admin()).get(reverse("admin:notices_notice_changelist"), found)
    assert list(page.context["cl"].result_list) == [failed]


def test_the_admin_s_list_asks_as_often_for_many_rows() -> None:
    client = logged_in(make_admin())
    counts = []
    for rows in (1, 3, 50):
        while Notice.objects.count() < rows:
            tell(user=make_user())
        counts.append(queries_of(client, reverse("admin:notices_notice_changelist")))
    assert counts == [counts[0]] * 3


def test_unread_ones_alone() -> None:
    person = make_user()
    read, unread = tell(user=person), tell(user=person)
    notices.mark_read(read)
    client = logged_in(person)
    assert list(client.get(INBOX, {"show": "unread"}).context["page_obj"]) == [unread]
    assert list(client.get(INBOX, {"show": "%00"}).context["page_obj"]) == [unread, read]
    notices.mark_read(unread)
    page = client.get(INBOX, {"show": "unread"}, headers={"accept-language": "en"})
    assert "You have read everything" in page.text


def test_unread_ones_have_pages_that_stay_unread_ones() -> None:
    person = make_user()
    for _ in range(21):
        tell(user=person)
    page = logged_in(person).get(INBOX, {"show": "unread"})
    assert "?show=unread&amp;page=2" in page.text


def test_choices_are_shown_as_they_hold_and_stored_as_they_are_changed() -> None:
    person, other = make_user(), make_user()
    client = logged_in(person)
    form = client.get(CHOICES).context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == {
        kind.value: choice for kind, choice in preferences.choices_of(person).items() if is_free(kind)
    }
    sent = {name: field.initial for name, field in form.fields.items()}
    response = client.post(CHOICES, {**sent, "listing_published": "digest", "listing_rejected": "off"})
    assert (response.status_code, response["Location"]) == (302, CHOICES)
    assert sorted(Preference.objects.values_list("user", "kind", "choice")) == [
        (person.pk, "listing_published", "digest"),
        (person.pk, "listing_rejected", "off"),
    ]
    assert preferences.choice_of(other, NoticeKind.LISTING_PUBLISHED) == Choice.AT_ONCE


def test_one_button_for_all_of_them() -> None:
    person = make_user()
    logged_in(person).post(CHOICES, {"all": "off", "listing_published": "digest"})
    chosen = preferences.choices_of(person)
    assert {kind: choice for kind, choice in chosen.items() if choice == Choice.OFF} == {
        kind: Choice.OFF for kind in NoticeKind if is_free(kind)
    }


@pytest.mark.parametrize(
    "sent", [{"listing_published": "never"}, {"member_invited": "off"}, {"digest": "off"}, {"all": "x"}, {}]
)
def test_no_other_value_is_stored(sent: dict[str, str]) -> None:
    assert logged_in(make_user()).post(CHOICES, sent).status_code in (200, 302)
    assert not Preference.objects.exists()


def test_the_page_of_choices_asks_as_often_for_many_rows() -> None:
    person = make_user()
    client = logged_in(person)
    before = queries_of(client, CHOICES)
    client.post(CHOICES, {"all": "digest"})
    client.get(CHOICES)
    assert queries_of(client, CHOICES) == before


def test_a_link_in_a_mail_leads_a_visitor_past_the_log_in_to_its_page() -> None:
    enterprise = make_enterprise()
    person = make_member(enterprise, language="en")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    delivery.deliver(tell(user=person, url=enterprise.get_absolute_url()).pk)
    link = re.search(r"http://127\.0\.0\.1:8000(/enterprise/\d+/)", str(mail.outbox[0].body))
    assert link
    visitor = Client()
    login = visitor.get(link[1], follow=True)
    assert login.redirect_chain == [(f"/accounts/login/?next={link[1]}", 302)]
    fields = {"login": person.email, "password": PASSWORD, "next": login.context["redirect_field_value"]}
    response = visitor.post("/accounts/login/", fields, follow=True)
    assert response.redirect_chain == [(link[1], 302)]
    assert response.context["enterprise"] == enterprise

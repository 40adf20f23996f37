import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_views import logged_in, queries_of
from tests.factories import make_admin, make_user
from tests.notices.test_notices import tell
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db
INBOX = "/notices/"


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
    assert (response.status_code, response.url) == (302, "/offers/7/")
    assert Notice.objects.get().read_at is not None
    assert "is-unread" not in logged_in(person).get(INBOX).text


def test_a_notice_leads_to_no_other_site() -> None:
    person = make_user()
    notice = tell(user=person)
    for url in ("https://example.net/", "//example.net", "/\\example.net", "javascript:alert(1)"):
        Notice.objects.update(url=url)
        assert logged_in(person).post(reverse("notices:open", args=[notice.pk])).url == INBOX


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
    assert (response.status_code, response.url) == (302, INBOX)
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


def test_the_admin_s_list_asks_as_often_for_many_rows() -> None:
    client = logged_in(make_admin())
    counts = []
    for rows in (1, 3, 50):
        while Notice.objects.count() < rows:
            tell(user=make_user())
        counts.append(queries_of(client, reverse("admin:notices_notice_changelist")))
    assert counts == [counts[0]] * 3

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from matching.introductions import contracts, follow_ups
from matching.introductions.reminders import follow_ups as reminders
from matching.models import FollowUp
from tests.matching.introduced import SECRET, make_cast, make_introduction
from tests.servers import html_of
from ydeu.marketplace.enums import Visibility
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def asked() -> FollowUp:
    """The question to the demand side. Its partner was anonymous before the introduction."""
    cast = make_cast(visibility=Visibility.ANONYMOUS)
    introduction = make_introduction(cast, "negotiating")
    contracts.sign(
        introduction, by=cast.admin, mode="license", signed_on=timezone.localdate(), amount_band="10_50"
    )
    Notice.objects.all().delete()
    FollowUp.objects.filter(months=6).update(due_on=timezone.localdate())
    reminders.remind(timezone.now())
    return FollowUp.objects.get(months=6, side="demand")


def test_the_links_of_the_mail_work_without_a_login(asked: FollowUp, client: Client) -> None:
    notice = Notice.objects.get(recipient__name="Li Buyer")
    mail = compose(notice)
    for answer in ("cooperating", "results", "ended"):
        link = f"{notice.url}?answer={answer}"
        assert link in str(mail.body)
        assert link in html_of(mail)
        response = client.get(link)
        assert response.status_code == 200
        assert (
            f'value="{answer}"\n                  class="button button--primary"' in response.content.decode()
        )
    asked.refresh_from_db()
    assert asked.answer == ""


def test_one_click_answers_and_another_changes_it(asked: FollowUp, client: Client) -> None:
    url = follow_ups.link_to(asked)
    for data, text in [
        ({"answer": "cooperating"}, "We still work together"),
        ({"answer": "ended", "text": "The line was sold."}, "It has ended"),
    ]:
        response = client.post(url, data)
        assert response.status_code == 200
        assert f"We have noted: {text}." in response.content.decode()
    asked.refresh_from_db()
    assert (asked.answer, asked.text) == ("ended", "The line was sold.")


def test_an_end_is_asked_for_its_reason(asked: FollowUp, client: Client) -> None:
    response = client.post(follow_ups.link_to(asked), {"answer": "ended"})
    assert "Please say in a few words why it has ended." in response.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_the_page_names_nobody(asked: FollowUp, client: Client) -> None:
    page = client.get(follow_ups.link_to(asked)).content.decode()
    assert "A demand" in page
    assert SECRET not in page
    assert "Buyer Ltd" not in page


def test_a_closed_question_takes_no_answer(asked: FollowUp, client: Client) -> None:
    FollowUp.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    url = follow_ups.link_to(asked)
    assert "This question is closed." in client.get(url).content.decode()
    assert "This question is closed." in client.post(url, {"answer": "results"}).content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_a_link_that_is_not_ours_leads_nowhere(asked: FollowUp, client: Client) -> None:
    forged = signing.dumps(asked.pk, salt="something else")
    assert client.get(f"/follow-ups/{forged}/").status_code == 404
    assert client.post(f"/follow-ups/{asked.pk}/", {"answer": "results"}).status_code == 404

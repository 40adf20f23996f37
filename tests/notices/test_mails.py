"""Every kind of notice makes a whole e-mail in both languages."""

import re

import pytest
from django.utils.translation import override
from pytest_django import Settings

from tests.factories import make_user
from ydeu.notices import notices
from ydeu.notices.enums import Kind
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.notices.wording import LINES

pytestmark = pytest.mark.django_db

TITLE = "Sulfide <electrolyte> & “固态电解质”\nfilm"
CONTEXT = {
    "title": TITLE,
    "other_title": "Dry coating",
    "by": "Li Wei",
    "note": "First line\nSecond <line>",
    "reason": {"zh-hans": "重复", "en": "Duplicate"},
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_in_both_languages(kind: Kind, language: str, settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org"
    person = make_user("li@example.com", name="Li <Wei>", language=language)
    notice = notices.tell(kind, user=person, url="/offers/7/", context=CONTEXT)
    with override("en" if language == "zh-hans" else "zh-hans"):
        mail = compose(notice)
    text, html = str(mail.body), str(mail.alternatives[0].content)
    assert mail.to == ["li@example.com"]
    assert mail.subject == " ".join(mail.subject.split())
    assert " ".join(TITLE.split()) in mail.subject
    assert "https://exchange.example.org/offers/7/" in text
    assert 'href="https://exchange.example.org/offers/7/"' in html
    assert TITLE in text
    assert "&amp;" not in text
    assert "<electrolyte>" not in html
    assert "Li <Wei>" in text
    assert "Li &lt;Wei&gt;" in html
    assert f'lang="{language}"' in html
    assert not re.search(r"[{}%]", text)
    assert not re.search(r"src=|@import|url\(", html)
    assert "\n\n\n\n" not in text


@pytest.mark.parametrize(("language", "reason"), [("zh-hans", "重复"), ("en", "Duplicate")])
def test_a_reason_speaks_the_language_of_its_reader(language: str, reason: str) -> None:
    person = make_user(language=language)
    mail = compose(notices.tell(Kind.LISTING_REJECTED, user=person, url="/", context=CONTEXT))
    assert reason in str(mail.body)
    assert reason in str(mail.alternatives[0].content)
    assert "Second <line>" in str(mail.body)


def test_details_that_were_not_given_leave_no_gap() -> None:
    notice = notices.tell(Kind.LISTING_REJECTED, user=make_user(), url="/", context={"title": "T"})
    assert "Note:" not in str(compose(notice).body)
    assert compose(notices.tell(Kind.MEMBER_INVITED, address="a@example.com", url="/", context={})).subject


def test_a_mail_of_a_notice_has_one_message_id(settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org:8000"
    notice = notices.tell(Kind.LISTING_PUBLISHED, user=make_user(), url="/", context=CONTEXT)
    expected = f"<notice-{notice.pk}@exchange.example.org>"
    assert [compose(notice).message()["Message-ID"] for _ in range(2)] == [expected] * 2


def test_every_kind_has_its_line() -> None:
    assert set(LINES) == set(Kind)
    lines = {kind: Notice(kind=kind, context={"title": "T", "by": "Li Wei"}).line for kind in Kind}
    assert all("T" in line and "%" not in line for line in lines.values())
    assert Notice(kind=Kind.LISTING_PUBLISHED, context={}).line

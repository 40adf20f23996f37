"""Every kind of notice makes a complete e-mail in both languages."""

import re

import pytest
from django.utils.translation import override
from pytest_django import Settings

from tests.factories import make_user
from tests.servers import html_of
from ydeu.notices import notices, unsubscriptions
from ydeu.notices.enums import WITHOUT_A_LINE, NoticeKind
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.notices.topics import is_free
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
@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind not in WITHOUT_A_LINE])
def test_every_kind_in_both_languages(kind: NoticeKind, language: str, settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org"
    person = make_user("li@example.com", name="Li <Wei>", language=language)
    notice = notices.tell(kind, user=person, url="/offers/7/", context=CONTEXT)
    with override("en" if language == "zh-hans" else "zh-hans"):
        mail = compose(notice)
    text, html = str(mail.body), html_of(mail)
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
    mail = compose(notices.tell(NoticeKind.LISTING_REJECTED, user=person, url="/", context=CONTEXT))
    assert reason in str(mail.body)
    assert reason in html_of(mail)
    assert "Second <line>" in str(mail.body)


def test_details_that_were_not_given_leave_no_gap() -> None:
    notice = notices.tell(NoticeKind.LISTING_REJECTED, user=make_user(), url="/", context={"title": "T"})
    assert "Note:" not in str(compose(notice).body)
    assert compose(
        notices.tell(NoticeKind.MEMBER_INVITED, address="a@example.com", url="/", context={})
    ).subject


def test_a_mail_of_a_notice_has_one_message_id(settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org:8000"
    notice = notices.tell(NoticeKind.LISTING_PUBLISHED, user=make_user(), url="/", context=CONTEXT)
    expected = f"<notice-{notice.pk}@exchange.example.org>"
    assert [compose(notice).message()["Message-ID"] for _ in range(2)] == [expected] * 2


def test_a_mail_has_a_button_to_turn_its_kind_off_unless_it_must_be_sent(settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org"
    person = make_user()
    for kind in set(NoticeKind) - {NoticeKind.LETTER}:
        notice = Notice(pk=7, kind=kind, recipient=person, address=person.email, url="/")
        notice.context = {**CONTEXT, "count": 1}
        mail = compose(notice)
        link = unsubscriptions.url_for(notice)
        assert bool(link) == (is_free(kind) or kind == NoticeKind.DIGEST)
        assert mail.extra_headers.get("List-Unsubscribe", "") == (f"<{link}>" if link else "")
        assert ("List-Unsubscribe-Post" in mail.extra_headers) == bool(link)
        texts = (str(mail.body), html_of(mail))
        assert all((link in text) == bool(link) or not link for text in texts)
        assert all("https://exchange.example.org/notices/e-mails/" in text for text in texts)


def test_who_has_no_account_has_nothing_to_choose() -> None:
    mail = compose(
        notices.tell(NoticeKind.LISTING_PUBLISHED, address="a@example.com", url="/", context=CONTEXT)
    )
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "/notices/" not in str(mail.body)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "您可能已收到过"), ("en", "You may have got this e-mail already")]
)
def test_a_repeat_says_so_in_header_text_and_html(language: str, words: str) -> None:
    notice = notices.tell(
        NoticeKind.LISTING_PUBLISHED, user=make_user(language=language), url="/", context=CONTEXT
    )
    assert words not in str(compose(notice).body)
    notice.is_repeat = True
    mail = compose(notice)
    assert mail.extra_headers["X-YDEU-Repeat"] == "yes"
    assert words in str(mail.body)
    assert words in html_of(mail)


def test_every_kind_has_its_line() -> None:
    assert set(LINES) == set(NoticeKind)
    told = set(NoticeKind) - set(WITHOUT_A_LINE)
    lines = {kind: Notice(kind=kind, context={"title": "T", "by": "Li Wei"}).line for kind in told}
    assert all("T" in line and "%" not in line for line in lines.values())
    assert Notice(kind=NoticeKind.LISTING_PUBLISHED, context={}).line

"""English needs no catalogue: its texts stand in the code. The first language of the site is Chinese."""

import re
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from matching.engine.text.scripts import HAN
from tests.factories import make_user
from tests.pages.test_every_page import ADMIN, REST
from tests.permissions.table import SITE
from tests.permissions.world import PERSONAS, make_world
from tests.servers import html_of
from ydeu.notices import notices
from ydeu.notices.enums import WITHOUT_A_LINE, NoticeKind
from ydeu.notices.mails import compose
from ydeu.settings import base

CHINESE = re.compile(f"[{HAN}]+")
SAID_TO_BE_CHINESE = re.compile(r"<(\w+)[^>]*\slang=\"zh[^>]*>[^<]*</\1>")
"""The button for the other language, and the Chinese name below the English one."""

NAME_OF_CHINESE = "简体中文"
"""What the choice of a language calls it, in every language."""

CATALOGUE = base.ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def the_first_language_is_chinese() -> Iterator[None]:
    """As in production. A change of LOCALE_PATHS makes Django forget the catalogues that it has read."""
    with override_settings(LANGUAGE_CODE=base.LANGUAGE_CODE, LOCALE_PATHS=base.LOCALE_PATHS):
        yield


def texts() -> list[polib.POEntry]:
    """The texts of the site, as the Chinese catalogue has them."""
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def said(entry: polib.POEntry, number: int) -> str:
    """What a page says for a text."""
    if not entry.msgid_plural:
        return str(pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid))
    forms = (entry.msgid, entry.msgid_plural, number)
    return str(npgettext(entry.msgctxt, *forms) if entry.msgctxt else ngettext(*forms))


def expected(entry: polib.POEntry, number: int) -> str:
    """The text in the code, in its singular for 1 and in its plural for every other number."""
    return str(entry.msgid_plural if entry.msgid_plural and number != 1 else entry.msgid)


@pytest.mark.parametrize("number", [0, 1, 2, 21])
def test_every_text_is_the_one_in_the_code_in_its_right_number(number: int) -> None:
    with override("en"):
        wrong = {
            entry.msgid: said(entry, number)
            for entry in texts()
            if said(entry, number) != expected(entry, number)
        }
    assert wrong == {}
    assert len(texts()) > 1000


def test_what_is_not_english_is_chinese() -> None:
    """Otherwise the other tests would pass without any catalogue."""
    with override("zh-hans"):
        assert gettext("Log in") == "登录"


def chinese(response: Any) -> set[str]:
    """The Chinese words of a page, without those that it marks as Chinese."""
    if response.streaming:
        response.getvalue()  # which closes the file
        return set()
    if not response["Content-Type"].startswith("text/html"):
        return set()
    assert response["Content-Language"] == "en"
    page = SAID_TO_BE_CHINESE.sub("", response.content.decode())
    return set(CHINESE.findall(page)) - {NAME_OF_CHINESE}


@pytest.mark.slow
@pytest.mark.appearance
@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["owner", "coordinator"])
def test_who_asks_for_english_reads_no_chinese(persona: str) -> None:
    world, place, found = make_world(), PERSONAS.index(persona), {}
    client = world.client(persona)
    for (name, row), (answers, _to_posts) in SITE.items():
        if answers.split()[place] == "200":
            address = reverse(name, kwargs={**world.keys[row], **REST.get(name, {})})
            found[name, row] = chinese(client.get(address, headers=ENGLISH))
    assert {page: words for page, words in found.items() if words} == {}
    assert len(found) > 30


@pytest.mark.appearance
@pytest.mark.django_db
def test_the_admin_speaks_english_too() -> None:
    client = make_world().client("admin")
    found = {name: chinese(client.get(reverse(name), headers=ENGLISH)) for name in ADMIN}
    assert {page: words for page, words in found.items() if words} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind not in WITHOUT_A_LINE])
def test_a_mail_to_somebody_who_reads_english_has_no_chinese_word(kind: NoticeKind) -> None:
    mail = compose(notices.tell(kind, user=make_user(language="en"), url="/", context={"title": "Film"}))
    said_to_them = f"{mail.subject}{mail.body}{html_of(mail)}"
    assert CHINESE.findall(said_to_them) == []

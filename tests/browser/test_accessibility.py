"""Every main page, in both languages, on a desktop and a phone: axe finds no fault, and nothing overflows.

Each person has one window. Each page is opened once per language and checked in both widths.
"""

from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from matching.index import market_index
from matching.introductions import follow_ups
from matching.models import GlossaryEntry
from tests.browser import scene
from tests.browser.scene import person
from ydeu.marketplace.models import Demand

pytestmark = pytest.mark.appearance

PageOf = Callable[..., Page]
Open = Callable[[Page], object]

LANGUAGES = ("zh-hans", "en")
DESK, PHONE = (1280, 800), (390, 844)
RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
CONTRAST = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}


def address(path: str) -> Open:
    return lambda page: page.goto(path)


def speak(page: Page, language: str, url: str) -> None:
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": url}])


def faults(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """The faults that axe finds and elements wider than the window, each with its page."""
    size = page.viewport_size
    place = f"{page.url} {size and size['width']} {page.get_attribute('html', 'lang')}"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then((result) => result.violations)", rules)
    wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    marks = [(violation["id"], node["html"][:160]) for violation in found for node in violation["nodes"]]
    return [f"wider than the window {place}"] * wider + [f"{rule} {place}: {html}" for rule, html in marks]


def examine(page: Page, base: str, pages: Iterable[Open]) -> list[str]:
    found = []
    for language in LANGUAGES:
        speak(page, language, base)
        for open_page in pages:
            page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
            open_page(page)
            found += faults(page)
            page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            found += faults(page)
    return found


def examine_in_the_dark(page: Page, pages: Iterable[Open]) -> list[str]:
    page.emulate_media(color_scheme="dark")
    found = []
    for open_page in pages:
        open_page(page)
        found += faults(page, CONTRAST)
    return found


def submit_too_early(page: Page) -> None:
    """Submit an incomplete demand, so that the form shows its errors."""
    page.goto("/demands/new/")
    page.fill("[name=title]", "固态电池")
    page.locator(".action-bar button[value=submit]").click()
    page.wait_for_selector(".error-summary")


def open_reasons(pair: str) -> Open:
    def open_page(page: Page) -> None:
        page.goto(pair)
        page.keyboard.press("r")

    return open_page


def test_pages_of_a_visitor(new_page: PageOf, live_server: LiveServer) -> None:
    world = scene.make_scene()
    market_index.rebuild()
    pages = [
        address("/"),
        address("/accounts/login/"),
        address("/accounts/signup/"),
        address("/accounts/password/reset/"),
        address("/offers/"),
        address("/demands/?q=电解质&mode=license&page=2"),
        address("/demands/?q=nothing-like-this"),
        address(world.demand.get_absolute_url()),
        address("/alliances/"),
        address("/figures/"),
        address(world.alliance.get_absolute_url()),
    ]
    page = new_page()
    found = examine(page, live_server.url, pages) + examine_in_the_dark(page, pages[:6])
    assert not found, "\n".join(found)


def test_pages_of_a_member(page_of: PageOf, live_server: LiveServer) -> None:
    world = scene.make_scene()
    waiting = scene.ask_for_consent(world)
    market_index.rebuild()
    one_of_many = Demand.objects.filter(title__startswith="动力电池").latest("pk").get_absolute_url()
    enterprise = world.enterprise.get_absolute_url()
    pages = [
        address("/demands/new/"),
        submit_too_early,
        address(one_of_many),
        address(f"{one_of_many}edit/"),
        address(world.demand_draft.get_absolute_url()),
        address("/listings/?page=2"),
        address(enterprise),
        address(f"{enterprise}edit/"),
        address(f"{enterprise}members/"),
        address("/notices/"),
        address("/notices/e-mails/"),
        address("/searches/"),
        address("/demands/save/?q=电解质&mode=license"),
        address("/introductions/"),
        address(waiting.get_absolute_url()),
        address(world.introduction.get_absolute_url()),
        address("/accounts/email/"),
    ]
    page = page_of(person(world, "owner"))
    found = examine(page, live_server.url, pages)
    found += examine_in_the_dark(page, [submit_too_early, *pages[2:4], *pages[14:16]])
    assert not found, "\n".join(found)
    assert Demand.objects.filter(title="固态电池").exists()


def test_pages_of_an_introduction(page_of: PageOf, live_server: LiveServer) -> None:
    world = scene.make_scene()
    scene.talk(world)
    url = world.introduction.get_absolute_url()
    pages = [
        address("/introductions/board/"),
        address("/introductions/?overdue=on"),
        address(url),
        address(f"{url}messages/"),
        address(f"{url}notes/"),
        address(f"{url}close/"),
        address(f"{url}plan-meeting/"),
        address(f"{url}set-step/"),
        address(f"{follow_ups.link_to(world.follow_up)}?answer=results"),
    ]
    page = page_of(person(world, "owner"))
    found = examine(page, live_server.url, pages) + examine_in_the_dark(page, [*pages[:4], pages[-1]])
    assert not found, "\n".join(found)


def test_pages_of_a_coordinator(page_of: PageOf, live_server: LiveServer) -> None:
    world = scene.make_scene()
    pair = world.suggestion.get_absolute_url()
    pages = [
        address("/review/?page=2"),
        address("/review/?state=rejected&q=电解质"),
        address(pair),
        open_reasons(pair),
        address(world.introduction.get_absolute_url()),
    ]
    page = page_of(person(world, "coordinator"))
    found = examine(page, live_server.url, pages) + examine_in_the_dark(page, pages[:4])
    assert not found, "\n".join(found)


def test_pages_of_an_administrator(page_of: PageOf, live_server: LiveServer) -> None:
    world = scene.make_scene()
    demand = scene.hand_in(world)
    GlossaryEntry.objects.create(zh="固态电池", en="solid-state battery")
    desk = "/admin/marketplace/demand/"
    pages = [
        address(desk),
        address(f"{desk}{demand.pk}/change/"),
        address(f"{desk}{demand.pk}/decide/reject/"),
        address(f"{desk}import/"),
        address("/admin/matching/glossaryentry/"),
        address("/admin/matching/glossaryentry/import/"),
    ]
    page = page_of(person(world, "admin"))
    found = examine(page, live_server.url, pages) + examine_in_the_dark(page, pages[1:2])
    assert not found, "\n".join(found)

"""The board, used only by keyboard, and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from matching.models import Introduction
from tests.matching.introduced import Cast, make_cast, make_introduction

pytestmark = pytest.mark.appearance

PageOf = Callable[..., Page]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def introduction(cast: Cast) -> Introduction:
    return make_introduction(cast, "connected")


def tab_to(page: Page, name: str, most: int = 60) -> Locator:
    """Press Tab until the focus is on a control whose name begins with ``name``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text().strip().startswith(name):
            return focused
    raise AssertionError(f"Tab does not lead to {name!r}")


def state_of(introduction: Introduction) -> str:
    return Introduction.objects.values_list("state", flat=True).get(pk=introduction.pk)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_card_is_moved_with_tab_and_enter(
    javascript: bool, page_of: PageOf, cast: Cast, introduction: Introduction
) -> None:
    page = page_of(cast.demand_coordinator, locale="en", java_script_enabled=javascript)
    page.goto("/introductions/board/")
    tab_to(page, "Move to “Meeting”")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It stands at “Meeting” now.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"^[^?]*/introductions/board/$"))
    assert state_of(introduction) == "meeting"
    tab_to(page, "Move to “Negotiating”")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It stands at “Negotiating” now.")).to_be_visible()
    assert state_of(introduction) == "negotiating"


def test_a_card_is_closed_with_a_reason_and_leads_back(
    page_of: PageOf, cast: Cast, introduction: Introduction
) -> None:
    page = page_of(cast.seller, locale="en")
    page.goto("/introductions/board/")
    tab_to(page, "Close without a deal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close without a deal")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator("input[name=reason]:focus").count():
            break
    page.keyboard.press("Space")
    tab_to(page, "Close without a deal")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"^[^?]*/introductions/board/$"))
    closed = Introduction.objects.get(pk=introduction.pk)
    assert (closed.state, closed.close_reason) == ("closed_no_deal", "technical")


def test_from_the_list_to_the_board_and_into_a_card(
    page_of: PageOf, cast: Cast, introduction: Introduction
) -> None:
    page = page_of(cast.buyer, locale="en")
    page.goto("/introductions/")
    tab_to(page, "As a board")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"^[^?]*/introductions/board/$"))
    tab_to(page, "A demand ↔ An offer")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/introductions/{introduction.pk}/$"))


def test_on_a_phone_one_column_follows_the_other(
    page_of: PageOf, cast: Cast, introduction: Introduction
) -> None:
    page = page_of(cast.buyer, locale="zh-CN", width=390)
    page.goto("/introductions/board/")
    boxes = [section.bounding_box() for section in page.locator(".board > section").all()]
    assert len(boxes) == 7
    assert len({round(box["x"]) for box in boxes if box}) == 1
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390

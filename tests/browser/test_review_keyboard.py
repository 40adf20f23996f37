"""The coordinator's review page, used only by keyboard: each decision is one key and can be undone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from matching.models import Suggestion
from tests import factories
from ydeu.accounts.models import User

pytestmark = pytest.mark.appearance

PageOf = Callable[..., Page]


@pytest.fixture
def coordinator() -> User:
    return factories.make_coordinator()


@pytest.fixture
def pairs(coordinator: User) -> list[Suggestion]:
    """Three pairs of the coordinator's queue, the best first."""
    alliance = coordinator.coordinates.get().alliance
    return [
        factories.make_suggestion(
            score=score, demand=factories.make_published_demand(alliance=alliance, title=f"Demand {score}")
        )
        for score in (0.9, 0.6, 0.3)
    ]


@pytest.fixture
def desk(page_of: PageOf, coordinator: User, pairs: list[Suggestion]) -> Page:
    """The page of the best pair."""
    page = page_of(coordinator, locale="en")
    page.goto(pairs[0].get_absolute_url())
    return page


def expect_pair(page: Page, pair: Suggestion) -> None:
    """Expect the page of the pair, loaded together with the script that handles the keys."""
    expect(page).to_have_url(re.compile(rf"/review/{pair.pk}/"))
    page.wait_for_load_state()


def state_of(pair: Suggestion) -> str:
    return Suggestion.objects.values_list("state", flat=True).get(pk=pair.pk)


def expect_undecided(page: Page, pair: Suggestion) -> None:
    """Expect that the page still shows the pair and that no decision was sent."""
    page.wait_for_load_state("networkidle")
    expect_pair(page, pair)
    assert state_of(pair) == "pending"


def panel(page: Page) -> Locator:
    """The panel with the reasons. It is found only while it is open."""
    return page.locator("details[open] form[action*='/reject/']")


def test_from_the_queue_to_the_first_pair_with_tab_and_enter(
    page_of: PageOf, coordinator: User, pairs: list[Suggestion]
) -> None:
    page = page_of(coordinator, locale="en")
    page.goto("/review/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Start reviewing")
    page.keyboard.press("Enter")
    expect_pair(page, pairs[0])


def test_j_and_k_move_through_the_queue(desk: Page, pairs: list[Suggestion]) -> None:
    for key, expected in (("j", pairs[1]), ("j", pairs[2]), ("k", pairs[1]), ("k", pairs[0])):
        desk.keyboard.press(key)
        expect_pair(desk, expected)


def test_a_approves_and_opens_the_next_pair_and_u_takes_it_back(
    desk: Page, pairs: list[Suggestion], settings: Settings
) -> None:
    settings.MATCHING_UNDO_SECONDS = 600
    desk.keyboard.press("a")
    expect_pair(desk, pairs[1])
    assert state_of(pairs[0]) == "approved"
    desk.keyboard.press("u")
    expect_pair(desk, pairs[0])
    assert state_of(pairs[0]) == "pending"


def test_d_defers_with_one_keystroke(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("d")
    expect_pair(desk, pairs[1])
    assert state_of(pairs[0]) == "deferred"


def test_a_deferral_can_have_a_note(desk: Page, pairs: list[Suggestion]) -> None:
    desk.locator("summary", has_text="Defer with a note").press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Jade asked for a data sheet, and keys are letters here.")
    desk.keyboard.press("Enter")
    expect_pair(desk, pairs[1])
    note = Suggestion.objects.values_list("note", flat=True).get(pk=pairs[0].pk)
    assert note == "Jade asked for a data sheet, and keys are letters here."


def test_r_opens_the_reasons_an_arrow_chooses_and_enter_rejects(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("r")
    expect(panel(desk)).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(panel(desk).locator("input[value=benefit_unclear]")).to_be_checked()
    desk.keyboard.press("Enter")
    expect_pair(desk, pairs[1])
    rejected = Suggestion.objects.get(pk=pairs[0].pk)
    assert (rejected.state, rejected.reason) == ("rejected", "benefit_unclear")


def test_escape_closes_the_reasons_and_nothing_is_decided(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("r")
    expect(panel(desk)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(panel(desk)).to_have_count(0)
    expect(desk.locator("summary[data-key=r]")).to_be_focused()
    expect_undecided(desk, pairs[0])


def test_other_needs_an_explanation_and_says_so_where_it_was_typed(
    desk: Page, pairs: list[Suggestion]
) -> None:
    desk.keyboard.press("r")
    desk.keyboard.press("ArrowUp")  # from the first reason to the last
    expect(panel(desk).locator("input[value=other]")).to_be_checked()
    desk.keyboard.press("Enter")
    expect(panel(desk).locator("textarea[name=poster_note]")).to_have_attribute("aria-invalid", "true")
    expect(panel(desk).locator("input[value=other]")).to_be_checked()
    desk.keyboard.type("a dud")
    expect(panel(desk).locator("textarea[name=poster_note]")).to_have_value("a dud")
    expect_undecided(desk, pairs[0])


def test_keys_rest_while_a_reason_is_chosen(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("r")
    desk.keyboard.press("a")
    desk.keyboard.press("d")
    expect(panel(desk)).to_be_visible()
    expect_undecided(desk, pairs[0])


def test_a_question_mark_lists_the_keys_and_escape_closes_the_list(
    desk: Page, pairs: list[Suggestion]
) -> None:
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    expect(dialog.locator("kbd")).to_have_text(["a", "r", "d", "u", "t", "j", "k", "?"])
    desk.keyboard.press("a")  # keys do nothing while the list is open
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect_undecided(desk, pairs[0])


def test_keys_are_silent_while_somebody_types(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("r")
    note = panel(desk).locator("textarea[name=note]")
    note.focus()
    desk.keyboard.type("a d j k u r?")
    expect(note).to_have_value("a d j k u r?")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect_undecided(desk, pairs[0])


def test_keys_can_be_switched_off_for_this_browser(desk: Page, pairs: list[Suggestion]) -> None:
    desk.keyboard.press("?")
    desk.get_by_label("Use single-key shortcuts in this browser").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")
    desk.reload()
    desk.keyboard.press("d")
    expect_undecided(desk, pairs[0])


def test_t_takes_the_pair_and_gives_it_back(desk: Page, coordinator: User, pairs: list[Suggestion]) -> None:
    for expected in (coordinator.pk, None):
        desk.keyboard.press("t")
        expect(desk.get_by_role("status")).to_be_visible()
        expect_pair(desk, pairs[0])
        assert Suggestion.objects.values_list("assignee", flat=True).get(pk=pairs[0].pk) == expected
        desk.goto(pairs[0].get_absolute_url())


def test_a_pair_is_handed_to_a_colleague(desk: Page, pairs: list[Suggestion]) -> None:
    colleague = factories.make_coordinator(factories.alliance_of(pairs[0].offer), name="Zhou Yan")
    desk.reload()
    desk.locator("summary", has_text="Hand it to a colleague").press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Zhou")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Zhou Yan takes care of this pair now.")).to_be_visible()
    assert Suggestion.objects.get(pk=pairs[0].pk).assignee == colleague


def test_a_deferral_can_have_a_day(desk: Page, pairs: list[Suggestion]) -> None:
    desk.locator("summary", has_text="Defer with a note").press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.locator("details[open] input[type=date]")).to_be_focused()
    day = timezone.localdate() + timedelta(days=60)
    desk.keyboard.type(f"{day:%m%d%Y}")
    desk.keyboard.press("Enter")
    expect_pair(desk, pairs[1])
    deferred = Suggestion.objects.get(pk=pairs[0].pk)
    assert (deferred.state, str(deferred.deferred_until)) == ("deferred", day.isoformat())


def test_several_pairs_are_ticked_and_rejected(
    page_of: PageOf, coordinator: User, pairs: list[Suggestion]
) -> None:
    page = page_of(coordinator, locale="en")
    page.goto("/review/")
    for pair in pairs[:2]:
        page.locator(f"input[name=pair][value='{pair.pk}']").press("Space")
    page.locator("summary", has_text="Reject several").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#bulk input[value=too_early]")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 pairs rejected.")).to_be_visible()
    assert [state_of(pair) for pair in pairs] == ["rejected", "rejected", "pending"]
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("2 pairs are in the queue again.")).to_be_visible()
    assert [state_of(pair) for pair in pairs] == ["pending"] * 3


def test_a_box_is_ticked_with_the_mouse_too(
    page_of: PageOf, coordinator: User, pairs: list[Suggestion]
) -> None:
    page = page_of(coordinator, locale="en")
    page.goto("/review/")
    box = page.locator(f"input[name=pair][value='{pairs[0].pk}']")
    box.check()
    expect(box).to_be_checked()
    expect(page).to_have_url(re.compile(r"/review/$"))


def test_filters_are_saved_and_open_the_queue(
    page_of: PageOf, coordinator: User, pairs: list[Suggestion]
) -> None:
    page = page_of(coordinator, locale="en")
    page.goto("/review/?band=strong")
    page.locator("summary", has_text="Save these filters").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Strong ones")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Strong ones” is saved.")).to_be_visible()
    page.goto("/review/")
    expect(page).to_have_url(re.compile(r"/review/\?band=strong$"))
    expect(page.locator(".tabs__tab[aria-current=page]")).to_have_text("Strong ones")


def test_a_second_opinion_is_asked_for_and_given_with_one_key_each(
    desk: Page, page_of: PageOf, pairs: list[Suggestion]
) -> None:
    alliance = factories.alliance_of(pairs[0].offer)
    alliance.second_opinion = True
    alliance.save()
    desk.keyboard.press("a")
    expect_pair(desk, pairs[1])
    assert state_of(pairs[0]) == "second"
    other = page_of(factories.make_coordinator(alliance), locale="en")
    other.goto(pairs[0].get_absolute_url())
    other.keyboard.press("r")
    other.keyboard.press("ArrowDown")
    other.keyboard.press("Enter")
    expect(other).to_have_url(re.compile(r"/review/$"))
    expect(other.get_by_role("link", name="Demand 0.9", exact=True)).to_be_visible()
    assert state_of(pairs[0]) == "pending"

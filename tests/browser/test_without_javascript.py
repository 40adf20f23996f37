"""Everything works without JavaScript; scripts only make it quicker."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from matching.index import market_index
from matching.models import Introduction, Suggestion
from tests import factories
from tests.matching.introduced import open_introduction
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = pytest.mark.appearance

Open = Callable[..., Page]

PLAIN = {"java_script_enabled": False, "locale": "en"}


def test_a_visitor_signs_up_and_changes_the_language(new_page: Open) -> None:
    page = new_page(java_script_enabled=False, locale="zh-CN")
    page.goto("/accounts/signup/?next=/listings/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/accounts/signup/\?next=/listings/$"))
    page.fill("[name=email]", "new@example.com")
    page.fill("[name=name]", "Lin Wei")
    page.fill("[name=password1]", factories.PASSWORD)
    page.fill("[name=password2]", factories.PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url(re.compile("/accounts/confirm-email/"))
    assert User.objects.filter(email="new@example.com", name="Lin Wei").exists()


def test_words_stand_open_on_a_phone_menu_and_filters_open_and_narrow_the_list(new_page: Open) -> None:
    wanted = factories.make_published_demand(title="Quiet compressor", cooperation_modes=["license"])
    factories.make_published_demand(title="Loud compressor", cooperation_modes=["distribution"])
    page = new_page(width=390, **PLAIN)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Demands", exact=True).click()
    page.fill("[name=q]", "compressor")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("article a")).to_have_count(2)
    expect(page.locator("[name=mode]")).not_to_be_visible()
    page.locator("summary", has_text="Filters").click()
    page.select_option("[name=mode]", "license")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("article a")).to_have_text([wanted.title])
    expect(page.locator("[name=q]")).to_have_value("compressor")
    page.get_by_role("link", name="Remove all").click()
    expect(page.locator("article a")).to_have_count(2)


def fill_the_form(page: Page, demand: dict[str, str]) -> None:
    for name, value in demand.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.check("[name=cooperation_modes][value=joint_development]")


def test_a_demand_is_written_with_more_rows_and_submitted(page_of: Open) -> None:
    alliance, member = factories.make_alliance(), factories.make_member()
    page = page_of(member, **PLAIN)
    page.goto("/demands/new/")
    typed = {
        "title": "Sulphide electrolyte for traction batteries",
        "summary": "A maker of cells seeks a partner.",
        "description": "Solid electrolyte with a long cycle life.",
        "technology_keywords": "solid electrolyte; sulphide",
        "alliance": str(alliance.pk),
        "chain_segment": "midstream",
        "problem": "We import it, at a high price.",
        "budget_band": "50_200",
        "needed_by": (timezone.localdate() + timedelta(days=200)).isoformat(),
    }
    fill_the_form(page, typed)
    blank = page.get_by_role("group", name=re.compile(r"^Requirement \d")).count()
    for number in range(blank):
        add_row(page, number)
    page.get_by_role("button", name="Add more rows").click()
    expect(page).to_have_url(re.compile(r"/demands/\d+/edit/"))
    for name, value in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    add_row(page, blank)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".message--success")).to_contain_text("Submitted")
    demand = Demand.objects.get()
    assert demand.state == State.SUBMITTED
    assert [row.value for row in demand.requirements.order_by("pk")] == list("0123456"[: blank + 1])


def test_a_copy_is_warned_of_and_submitted_all_the_same(page_of: Open) -> None:
    published = factories.make_published_offer(stage="on_market", trl=9)
    market_index.rebuild()
    page = page_of(factories.make_member(published.enterprise), **PLAIN)
    page.goto("/offers/new/")
    columns = ("title", "summary", "description", "advantages", "chain_segment", "ipr_status", "stage", "trl")
    typed = {name: str(getattr(published, name)) for name in columns}
    keywords = "; ".join(published.technology_keywords)
    fill_the_form(page, {**typed, "technology_keywords": keywords, "alliance": str(published.alliance_id)})
    page.get_by_role("button", name="Submit for review").click()
    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("not handed in yet")
    with page.expect_popup() as opened:
        warning.get_by_role("link", name=published.title).click()
    expect(opened.value.locator("h1")).to_have_text(published.title)
    expect(page.locator("[name=title]")).to_have_value(published.title)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".message--success")).to_contain_text("Submitted")
    assert Offer.objects.exclude(pk=published.pk).get().state == State.SUBMITTED


def add_row(page: Page, number: int) -> None:
    page.fill(f"[name=requirements-{number}-name]", f"property {number}")
    page.fill(f"[name=requirements-{number}-value]", str(number))


@pytest.fixture
def pairs() -> list[Suggestion]:
    alliance = factories.make_alliance()
    demands = [factories.make_published_demand(alliance=alliance) for _ in range(3)]
    return [
        factories.make_suggestion(score=score, demand=demand)
        for score, demand in zip((0.9, 0.6, 0.3), demands, strict=True)
    ]


def test_pairs_are_approved_taken_back_rejected_and_deferred(
    page_of: Open, pairs: list[Suggestion], settings: Settings
) -> None:
    settings.MATCHING_UNDO_SECONDS = 600
    page = page_of(factories.make_coordinator(factories.alliance_of(pairs[0].demand)), **PLAIN)
    page.goto("/review/")
    page.get_by_role("link", name="Start reviewing").click()
    page.get_by_role("button", name="Approve and introduce").click()
    expect(page).to_have_url(re.compile(f"/review/{pairs[1].pk}/"))
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(f"/review/{pairs[0].pk}/"))
    page.get_by_role("button", name="Approve and introduce").click()
    page.locator("summary", has_text="Reject").click()
    page.get_by_label("Technical mismatch").check()
    page.get_by_role("button", name="Reject for this reason").click()
    expect(page).to_have_url(re.compile(f"/review/{pairs[2].pk}/"))
    page.get_by_role("button", name="Defer", exact=False).first.click()
    expect(page.get_by_text("The queue is empty")).to_be_visible()
    states = Suggestion.objects.order_by("-score").values_list("state", "reason")
    assert list(states) == [("approved", ""), ("rejected", "technical_mismatch"), ("deferred", "")]


def test_an_introduction_is_accepted(page_of: Open, pairs: list[Suggestion], settings: Settings) -> None:
    settings.MATCHING_UNDO_SECONDS = 0
    member = factories.make_member(pairs[0].demand.enterprise)
    coordinator = factories.make_coordinator(factories.alliance_of(pairs[0].demand))
    introduction = open_introduction(pairs[0], by=coordinator)
    page = page_of(member, **PLAIN)
    page.goto("/notices/")
    page.get_by_role("button", name="Open").click()
    expect(page).to_have_url(re.compile(introduction.get_absolute_url()))
    page.locator("form:has([value=accepted]) textarea").fill("We could meet next week.")
    page.get_by_role("button", name="Accept the introduction").click()
    expect(page.locator(".message--success")).to_be_visible()
    side = Introduction.objects.get().sides.get(side="demand")
    assert (side.state, side.note) == ("accepted", "We could meet next week.")

"""What people type survives the end of their session, an error page and a closed window."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.http import Http404
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.steps import log_in
from tests.servers import wait_until
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand
from ydeu.marketplace.states import State
from ydeu.marketplace.views import editing

pytestmark = pytest.mark.appearance

PageOf = Callable[..., Page]

TITLE = "动力电池用硫化物固态电解质"
TYPED = {"title": TITLE, "summary": "Two lines:\none and two.", "problem": "目前依赖进口。"}
FAILURES: dict[int, tuple[type[Exception], str]] = {
    404: (Http404, "This page is not here"),
    403: (PermissionDenied, "This room is not open to you"),
    500: (RuntimeError, "Something broke on our side"),
}
OFFER = "This browser still has what you typed here and did not save:"


@pytest.fixture
def member() -> User:
    user = factories.make_member()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def form(page_of: PageOf, member: User) -> Page:
    """The form of a new demand, half filled in."""
    page = page_of(member, locale="en")
    page.goto("/demands/new/")
    for name, value in TYPED.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=cooperation_modes][value=license]")
    return page


def expect_typed(page: Page) -> None:
    for name, value in TYPED.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("[name=cooperation_modes][value=license]")).to_be_checked()


def drafts(page: Page) -> list[str]:
    kept: list[str] = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('ydeu:draft:'))"
    )
    return kept


def press(page: Page, action: str) -> None:
    page.locator(f".action-bar button[value={action}]").click()


def test_what_was_typed_comes_back_after_the_log_in(form: Page, member: User) -> None:
    form.context.clear_cookies(name=re.compile("session.*"))
    press(form, "draft")
    expect(form).to_have_url(re.compile("/accounts/login/"))
    assert not Demand.objects.exists()
    log_in(form, member)
    expect(form).to_have_url(re.compile("/demands/new/"))
    expect(form.get_by_text(OFFER)).to_be_visible()
    form.get_by_role("button", name="Restore it").click()
    expect_typed(form)
    press(form, "draft")
    expect(form).to_have_url(re.compile(r"/demands/\d+/edit/"))
    expect_typed(form)
    expect(form.get_by_text(OFFER)).to_have_count(0)
    assert Demand.objects.get().title == TITLE


@pytest.mark.parametrize("status", FAILURES)
def test_an_error_page_is_not_taken_for_success(
    form: Page, complaints: list[str], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    failure, heading = FAILURES[status]

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise failure

    monkeypatch.setattr(editing, "ListingEditor", fail)
    press(form, "draft")
    expect(form.get_by_role("heading", name=heading)).to_be_visible()
    form.get_by_role("link", name="To the home page").click()
    form.goto("/demands/new/")
    form.get_by_role("button", name="Restore it").click()
    expect_typed(form)
    assert f"status of {status}" in complaints.pop()


def test_a_question_that_comes_too_late_stays_in_the_browser(
    page_of: PageOf, complaints: list[str], member: User
) -> None:
    factories.make_published_offer(enterprise=member.memberships.get().enterprise)
    demand = factories.make_published_demand()
    page = page_of(member, locale="en")
    page.goto(f"/interests/demand/{demand.pk}/")
    page.fill("[name=question]", "How thin?")
    page.fill("[name=about]", "We make films.")
    Demand.objects.update(state=State.PAUSED)
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_role("heading", name="Nothing was saved")).to_be_visible()
    expect(page.get_by_text("How thin?")).to_be_visible()
    assert drafts(page) == [f"ydeu:draft:{member.pk}:interest-demand-{demand.pk}"]
    assert "status of 409" in complaints.pop()


def test_what_was_typed_survives_a_closed_window(form: Page) -> None:
    wait_until(lambda: drafts(form), seconds=5, what="the browser keeps what was typed")
    again = form.context.new_page()
    form.close()
    again.goto("/demands/new/")
    again.get_by_role("button", name="Restore it").click()
    expect_typed(again)
    again.reload()
    again.get_by_role("button", name="Discard it").click()
    again.reload()
    expect(again.get_by_text(OFFER)).to_have_count(0)
    expect(again.locator("[name=title]")).to_have_value("")


def test_a_form_with_errors_keeps_everything_and_leads_to_each_error(form: Page) -> None:
    form.fill("[name=requirements-0-name]", "循环寿命")
    press(form, "submit")
    summary = form.get_by_role("alert")
    expect(summary).to_be_visible()
    expect_typed(form)
    expect(form.locator("[name=requirements-0-name]")).to_have_value("循环寿命")
    expect(form.get_by_text(OFFER)).to_have_count(0)
    summary.get_by_role("link", name="Budget").click()
    expect(form.locator("[name=budget_band]")).to_be_in_viewport()
    field = form.locator("[name=budget_band]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Please fill this in"))


def test_the_next_person_at_this_computer_sees_nothing_of_it(form: Page, member: User) -> None:
    wait_until(lambda: drafts(form), seconds=5, what="the browser keeps what was typed")
    form.locator("summary", has_text="Account").click()
    form.get_by_role("button", name="Log out").click()
    expect(form.get_by_role("link", name="Log in")).to_be_visible()
    assert drafts(form) == []
    log_in(form, member)
    form.goto("/demands/new/")
    expect(form.locator("[name=title]")).to_have_value("")
    expect(form.get_by_text(OFFER)).to_have_count(0)

"""A running site with the sample, and a coordinator who decides by keyboard. Django must be set up."""

import statistics
import time
from collections import Counter
from functools import partial
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page, sync_playwright

from matching.models import Suggestion
from matching.suggestions import matcher
from tests.benchmarks.limited import cookie_of, web_server
from tests.factories import make_admin
from tests.quality.judged import GOOD, judgements

Pairs = dict[int, tuple[str, str]]
"""The external ids of demand and offer, by the number of the pair."""


def measure(folder: Path, decisions: int) -> None:
    cookie, pairs, waiting = prepare(folder)
    with web_server(folder) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="en")
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": f"http://127.0.0.1:{port}"}])
        report(*decide(context.new_page(), pairs, decisions), waiting)
        browser.close()


def prepare(folder: Path) -> tuple[tuple[str, str], Pairs, int]:
    """The matched sample, an administrator who is logged in, all pairs, and how many of them wait."""

    call_command("migrate", verbosity=0)
    call_command("createcachetable", stdout=StringIO())
    call_command("load_demo", verbosity=0, stdout=StringIO())
    while matcher.match_some():
        pass
    rows = Suggestion.objects.values_list("pk", "demand__external_id", "offer__external_id")
    name, value = cookie_of(make_admin()).split(";")[0].split("=")
    pairs = {pk: (str(demand), str(offer)) for pk, demand, offer in rows}
    return (name, value), pairs, Suggestion.objects.pending().count()


def decide(page: Page, pairs: Pairs, decisions: int) -> tuple[Counter[str], list[float]]:
    """Decide on one pair after the other. Returns what the reader thinks of them, and the seconds waited."""
    judged, found, waits = judgements(), Counter[str](), list[float]()
    page.goto("/review/")
    page.get_by_role("link", name="Start reviewing").press("Enter")
    page.wait_for_url("**/review/*/**")
    while sum(found.values()) < decisions and (number := number_of(page)) is not None:
        worth = judged[pairs[number]].worth if pairs[number] in judged else "not judged"
        found[worth] += 1
        began = time.perf_counter()
        press(page, is_good=worth in GOOD)
        page.wait_for_url(partial(leaves, number), wait_until="load")
        waits.append(time.perf_counter() - began)
    return found, waits


def leaves(number: int, url: str) -> bool:
    """True if the address is that of another page than the pair's."""
    return f"/review/{number}/" not in url


def number_of(page: Page) -> int | None:
    """The number of the pair on the page; None on the queue, when nothing is left."""
    number = page.url.partition("/review/")[2].partition("/")[0]
    return int(number) if number.isdigit() else None


def press(page: Page, *, is_good: bool) -> None:
    """Approve, or reject as a technical mismatch, with the keys of the page."""
    if is_good:
        page.keyboard.press("a")
        return
    page.keyboard.press("r")
    panel = page.locator("details[open] form[action*='/reject/']")
    panel.locator("[name=reason]").first.wait_for()
    panel.locator("[name=reason][value=technical_mismatch], select[name=reason]").first.focus()
    if panel.locator("select[name=reason]").count():
        panel.locator("select[name=reason]").select_option("technical_mismatch")
    else:
        page.keyboard.press("Space")
    page.keyboard.press("Enter")


def report(found: Counter[str], waits: list[float], waiting: int) -> None:
    read = sum(found.values())
    good = sum(found[worth] for worth in GOOD)
    print(f"{waiting} pairs wait. {read} read and decided, {good} good ({good / read:.0%}): {dict(found)}")
    print(f"Seconds waited: {sum(waits):.1f} in all, {statistics.median(waits):.3f} in the middle")

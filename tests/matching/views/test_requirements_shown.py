"""The page of a pair says for each requirement if it is met, and quotes the sentence."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matching.models import Suggestion
from tests.factories import alliance_of, make_coordinator, make_published_offer, make_suggestion
from ydeu.marketplace.models import Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def pair_asking(*rows: tuple[str, str, str, str]) -> Suggestion:
    """A pair of an offer of a membrane and a demand with these requirements: name, value, unit, priority."""
    offer = make_published_offer(description="Bubble point 3.2 bar. Burst pressure 7 bar.", advantages="")
    pair = make_suggestion(offer=offer)
    Requirement.objects.bulk_create(
        Requirement(demand=pair.demand, name=name, value=value, unit=unit, priority=priority)
        for name, value, unit, priority in rows
    )
    return pair


def rows_on(client: Client, pair: Suggestion) -> list[str]:
    """The rows of the table of requirements, as their words and marks."""
    client.force_login(make_coordinator(alliance_of(pair.demand)))
    page = client.get(pair.get_absolute_url()).content.decode()
    table = page.split('aria-labelledby="requirements"')[1].split("</table>")[0]
    plain = [re.sub(r"<(?!/?mark>)[^>]*>", " ", row) for row in table.split("<tr>")[2:]]
    return [" ".join(row.split()) for row in plain]


def test_each_row_has_its_verdict_in_words_and_the_value_marked_musts_first(client: Client) -> None:
    pair = pair_asking(
        ("Width", "2", "m", "nice"),
        ("Bubble point", "250", "kPa", "must"),
        ("Burst pressure", "9", "bar", "must"),
    )
    assert rows_on(client, pair) == [
        "Bubble point at least 250 kPa Must met Bubble point <mark>3.2 bar</mark>.",
        "Burst pressure at least 9 bar Must not met Burst pressure <mark>7 bar</mark>.",
        "Width at least 2 m Nice to have not stated To ask: Which value of “Width” does it reach, in m?",
    ]


def test_queries_do_not_grow_with_the_requirements(client: Client) -> None:
    few, many = (pair_asking(*[("Bubble point", "2.5", "bar", "must")] * count) for count in (1, 20))
    counts = []
    for pair in (few, few, many):  # the first request fills caches
        client.force_login(make_coordinator(alliance_of(pair.demand)))
        with CaptureQueriesContext(connection) as queries:
            client.get(pair.get_absolute_url())
        counts.append(len(queries))
    assert counts[1] == counts[2]

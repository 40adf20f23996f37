"""The decision is one step of the keyboard away, and its panel keeps its button in view."""

import re

import pytest
from django.test import Client

from tests.factories import make_published_demand, make_suggestion
from ydeu.accounts.models import User
from ydeu.settings.base import ROOT

pytestmark = pytest.mark.django_db

SKIP = '<a class="skip-link" href="#decision">To the decision</a>'
BAR = re.compile(r'<div class="action-bar"\s+id="decision"\s+tabindex="-1"[^>]*>\s*<form')


@pytest.mark.parametrize(
    ("fields", "has_bar"),
    [
        ({"state": "pending"}, True),
        ({"state": "folded", "band": "weak", "fold_reason": "floor"}, True),
        ({"state": "deferred"}, True),
        ({"state": "superseded"}, False),
    ],
    ids=["pending", "folded", "deferred", "superseded"],
)
def test_a_link_at_the_top_leads_to_the_decision_if_there_is_one(
    client: Client, coordinator: User, fields: dict[str, str], has_bar: bool
) -> None:
    demand = make_published_demand(alliance=coordinator.coordinates.get().alliance)
    page = client.get(make_suggestion(demand=demand, **fields).get_absolute_url()).content.decode()
    assert (SKIP in page) == bool(BAR.search(page)) == has_bar
    assert page.count('class="action-bar"') == has_bar
    if has_bar:
        assert page.index(SKIP) < page.index('class="site-header"')


def test_the_button_of_a_long_panel_stays_in_view() -> None:
    css = (ROOT / "ydeu/static/ydeu/css/forms.css").read_text()
    rule = re.search(r"\.action-bar \.dropdown__panel \.form-actions \{([^}]*)\}", css)
    assert rule
    assert "position: sticky" in rule[1]

"""The links of a pair that lead to the glossary lead somewhere for each role that reads the pair."""

import html
import re

import pytest
from django.test import Client

from matching.engine import Missing, Reason, Reasons
from matching.review import pair_detail
from tests.factories import alliance_of, make_admin, make_coordinator, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_grounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reason with its translation, and one phrase that the offer does not mention."""
    found, lacking = Reasons((Reason("钙钛矿", "perovskite", 0.4, (), ()),)), [Missing("叠层", 0.2, ())]
    monkeypatch.setattr(pair_detail, "reasons", lambda _suggestion, _granted: found)
    monkeypatch.setattr(pair_detail, "missing", lambda _suggestion, _granted: lacking)


def links(page: str) -> list[str]:
    found = re.findall(r'href="([^"]*)"\s+aria-label="(?:Propose|Add) a translation of “', page)
    return [html.unescape(each) for each in found]


@pytest.mark.parametrize("role", ["coordinator", "administrator", "both"])
def test_each_link_opens_a_form_with_the_terms(role: str, client: Client) -> None:
    pair = make_suggestion()
    user = make_admin() if role == "administrator" else make_coordinator(alliance_of(pair.demand))
    if role == "both":
        user.is_staff = user.is_superuser = True
        user.save()
    client.force_login(user)
    found = links(client.get(pair.get_absolute_url()).content.decode())
    assert len(found) == 2
    forms = [client.get(address) for address in found]
    assert [form.status_code for form in forms] == [200, 200]
    assert all(f'value="{term}"' in forms[0].content.decode() for term in ("钙钛矿", "perovskite"))
    assert 'value="叠层"' in forms[1].content.decode()

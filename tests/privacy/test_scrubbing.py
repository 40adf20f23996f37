"""Scrubbing writes only the columns that change, and no editor with an old copy can restore the text."""

from typing import Any

import pytest
from django.db import transaction

from tests.factories import make_member, make_offer, make_published_offer
from ydeu.marketplace import listings
from ydeu.marketplace.models import Offer
from ydeu.privacy import closing, erasing
from ydeu.privacy.enums import Reach
from ydeu.privacy.identifiers import Identifiers

pytestmark = pytest.mark.django_db


def test_only_the_columns_with_a_trace_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else writes to the row while it is scrubbed."""
    person = make_member(email="wei@acme.cn")
    offer = make_published_offer(created_by=person, description="See wei@acme.cn.")
    without = Identifiers.without

    def slowly(words: Identifiers, value: Any, names: Reach) -> Any:
        if value == offer.description:
            Offer.objects.update(summary="New words")
        return without(words, value, names)

    monkeypatch.setattr(Identifiers, "without", slowly)
    with transaction.atomic():
        erasing.erase_person(person)
    offer.refresh_from_db()
    assert (offer.summary, offer.description) == ("New words", "See […].")


@pytest.mark.parametrize("state", ["draft", "published"])
def test_who_has_the_old_words_open_does_not_bring_them_back(state: str) -> None:
    person = make_member(email="wei@acme.cn")
    offer = make_offer(state=state, created_by=person, description="See wei@acme.cn.")
    colleague, seen = make_member(offer.enterprise), offer.updated_at
    with transaction.atomic():
        erasing.erase_person(person)
    with pytest.raises(listings.Outdated):
        listings.save_draft(offer, by=colleague, fields=["description"], seen=seen)
    offer.refresh_from_db()
    assert offer.description == "See […]."


def test_what_was_emptied_has_changed_as_well() -> None:
    offer = make_offer(state="paused")
    owner, seen = make_member(offer.enterprise), offer.updated_at
    with transaction.atomic():
        closing.end_listings(offer.enterprise, by=owner)
        erasing.erase_enterprise(offer.enterprise, by=owner)
    offer.refresh_from_db()
    assert offer.description == ""
    assert offer.updated_at > seen

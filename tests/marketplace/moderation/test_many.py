"""Decisions on many listings at once."""

import pytest
from django.test import Client

from tests.factories import (
    make_offer,
)
from tests.marketplace.moderation.pages import QUEUE, many, state_of, submitted, told
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_many_are_published_at_once_and_refusals_are_named(desk: Client) -> None:
    first, second = submitted(), submitted()
    late = make_offer(state=State.WITHDRAWN, title="Too late")
    response = many(desk, "publish", first, second, late)
    assert set(told(response)) == {
        "Publish: 2 done.",
        "Publish: 1 refused. “Too late”: This is no longer possible here. Please reload the page.",
    }
    assert [state_of(offer) for offer in (first, second, late)] == ["published", "published", "withdrawn"]


@pytest.mark.parametrize(
    ("name", "said", "then"),
    [
        ("request_changes", {"note": "Please say more."}, State.CHANGES_REQUESTED),
        ("reject", {"reason": "advertisement", "note": ""}, State.REJECTED),
    ],
)
def test_many_are_answered_with_one_note_after_a_page_that_asks_for_it(
    desk: Client, name: str, said: dict[str, str], then: State
) -> None:
    offers = submitted(title="First"), submitted(title="Second")
    asked = many(desk, name, *offers)
    assert asked.status_code == 200
    assert [state_of(offer) for offer in offers] == ["submitted"] * 2
    assert {str(offer) for offer in asked.context["chosen"]} == {"First", "Second"}
    assert asked.context["ticked"] == [str(offer.pk) for offer in offers]
    assert many(desk, name, *offers, decided="1").context["form"].errors
    assert many(desk, name, *offers, decided="1", **said).status_code == 302
    assert [state_of(offer) for offer in offers] == [then] * 2
    assert Notice.objects.count() == 2


def test_all_of_a_filter_can_be_decided_without_naming_each(desk: Client) -> None:
    offers = [submitted() for _number in range(3)]
    asked = many(desk, "request_changes", offers[0], select_across="1")
    assert asked.context["select_across"] == "1"
    desk.post(
        QUEUE,
        {
            "action": "request_changes",
            "_selected_action": [offers[0].pk],
            "select_across": "1",
            "decided": "1",
            "note": "Say more.",
        },
    )
    assert [state_of(offer) for offer in offers] == ["changes_requested"] * 3

"""The table of deliveries, every state by every other. A move that it does not allow changes nothing."""

from itertools import product

import pytest

from tests.factories import make_user
from tests.notices.test_notices import tell
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db

WAYS = {
    "waiting": "sending for_digest inbox_only withdrawn",
    "sending": "sent waiting for_digest inbox_only failed undeliverable",
    "sent": "",
    "for_digest": "in_digest waiting inbox_only withdrawn",
    "in_digest": "waiting",
    "inbox_only": "withdrawn",
    "failed": "waiting",
    "undeliverable": "waiting withdrawn",
    "withdrawn": "",
}


def test_the_table_of_the_test_is_whole() -> None:
    assert set(WAYS) == set(Delivery)


@pytest.mark.parametrize(("here", "there"), [*product(Delivery, Delivery)])
def test_only_the_ways_of_the_table_are_open(here: Delivery, there: Delivery) -> None:
    notice = tell(user=make_user())
    Notice.objects.update(state=here)
    before = Notice.objects.values().get()
    moved = Notice.objects.filter(pk=notice.pk).move(there, error="moved")
    after = Notice.objects.values().get()
    is_open = there in WAYS[here].split()
    assert moved == is_open
    assert after == ({**before, "state": there, "error": "moved"} if is_open else before)

import pytest

from matching.introductions import notes
from matching.models import IntroductionNote
from tests.matching.introduced import Cast, make_cast, make_introduction, stored
from ydeu.accounts.models import User
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def read_by(user: User, *, oversees: bool = False) -> list[str]:
    found = IntroductionNote.objects.readable_by(user, oversees=oversees).order_by("pk")
    return [note.text for note in found]


def test_who_reads_what(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    notes.write(introduction, by=cast.seller, text="For both", audience="both")
    notes.write(introduction, by=cast.seller, text="Between us", audience="coordinators")
    notes.write(introduction, by=cast.demand_coordinator, text="Our own", audience="coordinators")
    assert read_by(cast.buyer) == ["For both"]
    assert read_by(cast.seller) == ["For both", "Between us"]
    assert read_by(cast.offer_coordinator, oversees=True) == ["For both", "Between us", "Our own"]
    assert list(introduction.events.filter(what="noted").values_list("side", "is_internal")) == [
        ("offer", False),
        ("offer", True),
        ("", True),
    ]


def test_a_side_addresses_the_other_only_once_both_have_accepted(cast: Cast) -> None:
    introduction = make_introduction(cast)
    before = stored()
    with pytest.raises(TransitionRefused):
        notes.write(introduction, by=cast.seller, text="Guess who", audience="both")
    assert stored() == before
    notes.write(introduction, by=cast.seller, text="A question", audience="coordinators")
    notes.write(introduction, by=cast.offer_coordinator, text="Please answer", audience="both")
    assert read_by(cast.buyer) == ["Please answer"]


@pytest.mark.parametrize(("text", "audience"), [(" ", "both"), ("x", "everybody")])
def test_what_is_no_note_leaves_no_trace(text: str, audience: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    with pytest.raises(notes.NotANote):
        notes.write(introduction, by=cast.seller, text=text, audience=audience)
    assert stored() == before

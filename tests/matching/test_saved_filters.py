import pytest

from matching import saved_filters
from matching.models import SavedFilter
from tests.factories import make_coordinator

pytestmark = pytest.mark.django_db


def test_a_filter_is_kept_under_its_name_and_replaced_by_it() -> None:
    user = make_coordinator()
    saved_filters.save("Mine", "assigned=me", by=user)
    saved_filters.save("Mine", "assigned=nobody", by=user)
    saved_filters.save("Mine", "state=any", by=make_coordinator())
    mine = SavedFilter.objects.of(user).get()
    assert (mine.name, mine.query, mine.is_default) == ("Mine", "assigned=nobody", False)
    assert mine.get_absolute_url() == "/review/?assigned=nobody"


def test_one_filter_opens_first() -> None:
    user, other = make_coordinator(), make_coordinator()
    first = saved_filters.save("A", "q=a", by=user, is_default=True)
    theirs = saved_filters.save("A", "q=b", by=other, is_default=True)
    assert saved_filters.default_of(user) == first
    second = saved_filters.save("B", "q=b", by=user, is_default=True)
    assert (saved_filters.default_of(user), saved_filters.default_of(other)) == (second, theirs)
    saved_filters.forget(second)
    assert saved_filters.default_of(user) is None


def test_there_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_filters, "MOST", 1)
    user = make_coordinator()
    saved_filters.save("A", "q=a", by=user)
    with pytest.raises(saved_filters.TooManyFilters):
        saved_filters.save("B", "q=b", by=user)
    saved_filters.save("A", "q=c", by=user)
    assert SavedFilter.objects.get().query == "q=c"

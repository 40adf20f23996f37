import pytest

from matching.models import SavedFilter
from matching.review import saved_filters
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


def test_only_what_narrows_the_queue_is_kept() -> None:
    user = make_coordinator()
    saved = saved_filters.save("A", "page=2&nonsense=1&state=&band=fair&score=0.5&q=%E9%94%82", by=user)
    assert SavedFilter.objects.get(pk=saved.pk).query == "q=%E9%94%82&band=fair"


@pytest.mark.parametrize("query", ["", "page=2", "assigned=&q=", "nonsense=1", "q=" + "%E9%94%82" * 120])
def test_what_keeps_nothing_or_does_not_fit_is_refused(query: str) -> None:
    with pytest.raises(saved_filters.NothingToKeep):
        saved_filters.save("A", query, by=make_coordinator(), is_default=True)
    assert not SavedFilter.objects.exists()


def test_an_empty_one_of_former_times_opens_nothing() -> None:
    user = make_coordinator()
    SavedFilter.objects.create(user=user, name="Old", query="", is_default=True)
    assert saved_filters.default_of(user) is None

"""New weak pairs are folded by one statement, unless each of them has its own per cent."""

import pytest

from matching.confidence import scales
from matching.confidence.scales import Scale, Scales
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import SuggestionState
from matching.suggestions import banding
from matching.suggestions.rated import RatedPair, locked
from tests.factories import make_published_demand, make_published_offer, make_suggestion

pytestmark = pytest.mark.django_db

IN_WORDS = Scale(strong=0.8, fair=0.3)
IN_PER_CENT = Scale(strong=0.8, fair=0.3, slope=1.5, intercept=-0.5)


def new_weak_pairs(number: int) -> None:
    demand = make_published_demand()
    for _ in range(number):
        make_suggestion(
            demand=demand,
            offer=make_published_offer(),
            state=SuggestionState.FOLDED,
            band="",
            is_rated=False,
            strength=0.1,
            offer_rank=1,
        )


@pytest.mark.parametrize("scale", [IN_WORDS, IN_PER_CENT], ids=["in words", "in per cent"])
def test_each_new_weak_pair_is_locked_once(monkeypatch: pytest.MonkeyPatch, scale: Scale) -> None:
    times: list[int] = []

    def counting(pairs: SuggestionQuerySet) -> list[RatedPair]:
        rows = locked(pairs)
        times.extend(row.pk for row in rows)
        return rows

    monkeypatch.setattr(banding, "locked", counting)
    monkeypatch.setattr(scales, "current", lambda: Scales(scale))
    new_weak_pairs(3)
    banding.restate_scored(Suggestion.objects.all())

    found = list(Suggestion.objects.values_list("pk", "band", "fold_reason", "is_rated", "confidence"))
    assert sorted(times) == sorted(pk for pk, *_rest in found)
    assert {row[1:4] for row in found} == {("weak", "floor", True)}
    assert all((confidence is None) == (scale is IN_WORDS) for *_rest, confidence in found)

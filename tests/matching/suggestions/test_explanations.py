import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from matching.engine import Reasons
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.suggestions import explanations, refresh
from tests.factories import make_published_demand, make_published_offer, make_suggestion
from ydeu.marketplace.models import Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_shares_of_the_terms_add_up_to_the_score_of_the_suggestion() -> None:
    make_published_offer()
    demand = make_published_demand()
    Requirement.objects.create(demand=demand, name="Cycle life", value="3000", unit="cycles")
    refresh.refresh_one(demand)
    suggestion = Suggestion.objects.get()

    explanation = explanations.explain(suggestion)

    assert explanation.score == pytest.approx(suggestion.score, abs=1e-5)
    assert sum(term.share for term in explanation.terms) == pytest.approx(explanation.score)


def test_a_pair_that_a_member_asks_for_gets_the_score_that_the_matcher_gives_it() -> None:
    offer = make_published_offer(title="固态电解质薄膜", description="Thin films for solid state batteries.")
    demand = make_published_demand(
        title="急需固态电解质", description="We look for a supplier of thin films."
    )
    refresh.refresh_one(demand)

    found = Suggestion.objects.get(offer=offer, demand=demand)

    assert explanations.score_of(offer, demand) == pytest.approx(found.score, abs=1e-5)


def test_spans_stand_for_the_term_in_both_texts() -> None:
    make_published_offer(title="固态电解质薄膜")
    refresh.refresh_one(make_published_demand(title="急需固态电解质"))
    suggestion = Suggestion.objects.get()

    term = next(term for term in explanations.explain(suggestion).terms if term.term == "固态电解质")

    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    assert [demand.text(field)[start:end] for field, start, end in term.demand_spans] == ["固态电解质"]
    assert [offer.text(field)[start:end] for field, start, end in term.offer_spans] == ["固态电解质"]


def test_a_host_without_an_index_still_explains() -> None:
    offer, demand = make_published_offer(title="固态电解质"), make_published_demand(title="固态电解质")
    suggestion = Suggestion.objects.create(offer=offer, demand=demand, score=0.4)
    assert market_index.current() is None

    assert explanations.explain(suggestion).terms


def test_a_row_of_the_queue_shows_the_heaviest_reasons() -> None:
    make_published_offer(title="固态电解质")
    refresh.refresh_one(make_published_demand(title="固态电解质"))
    suggestion = Suggestion.objects.get()

    heaviest = explanations.top_reasons([suggestion])

    expected = [
        str(reason) for reason in explanations.reasons(suggestion).reasons[: explanations.MAX_REASONS]
    ]
    assert heaviest == {suggestion.pk: expected}
    assert "固态电解质" in expected


def test_a_worker_notes_the_terms_of_what_lacks_them_the_best_first(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [make_suggestion(score=score) for score in (0.2, 0.9, 0.5)]
    decided = make_suggestion(score=1.0, state="rejected")
    assert explanations.store_terms() == 0  # without an index there are no weights
    market_index.rebuild()
    monkeypatch.setattr(explanations, "BATCH", 2)
    assert explanations.store_terms() == 2
    noted = dict(Suggestion.objects.values_list("pk", "terms"))
    assert noted[pairs[0].pk] is None
    assert noted[decided.pk] is None
    live = explanations.top_reasons(Suggestion.objects.filter(pk=pairs[1].pk))
    assert noted[pairs[1].pk] == live[pairs[1].pk]
    assert "Lithium battery" in live[pairs[1].pk]
    assert (explanations.store_terms(), explanations.store_terms()) == (1, 0)


def test_a_pair_that_is_scored_anew_or_decided_meanwhile_keeps_no_terms_of_its_old_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    same, rescored, decided = make_suggestion(), make_suggestion(), make_suggestion()
    market_index.rebuild()
    reasons = explanations.reasons

    def overtaken(pair: Suggestion) -> Reasons:
        Suggestion.objects.filter(pk=rescored.pk).update(terms=None, scored_at=timezone.now())
        Suggestion.objects.filter(pk=decided.pk).update(state="rejected")
        return reasons(pair)

    with monkeypatch.context() as patch:
        patch.setattr(explanations, "reasons", overtaken)
        assert explanations.store_terms() == 1

    lacking = Suggestion.objects.filter(terms__isnull=True).order_by("pk")
    assert list(lacking) == [rescored, decided]
    assert (explanations.store_terms(), Suggestion.objects.get(pk=same.pk).terms is None) == (1, False)


def test_the_queries_are_few_however_many_pairs_are_noted(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(12):
        make_suggestion()
    market_index.rebuild()
    with django_assert_max_num_queries(6):
        assert explanations.store_terms() == 12


def test_what_is_noted_is_shown_and_what_is_not_is_explained() -> None:
    noted, other = make_suggestion(terms=["jade"]), make_suggestion()
    found = explanations.top_reasons([noted, other])
    assert found[noted.pk] == ["jade"]
    assert "Lithium battery" in found[other.pk]


def test_a_new_score_forgets_what_was_noted() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    refresh.refresh_one(demand)
    pair = Suggestion.objects.get(offer=offer, demand=demand)
    Suggestion.objects.filter(pk=pair.pk).update(terms=["jade"], score=0.01)
    refresh.refresh_one(demand)
    assert list(Suggestion.objects.without_terms()) == [pair]

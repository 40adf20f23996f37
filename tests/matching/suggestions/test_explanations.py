import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from matching.confidence import generic
from matching.confidence.generic import Granted
from matching.engine import Reasons
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import GenericPhrase, Suggestion
from matching.suggestions import explanations, refresh
from tests.factories import (
    make_admin,
    make_alliance,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.suggestions.explaining import explain
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_shares_of_the_terms_add_up_to_the_score_of_the_suggestion() -> None:
    make_published_offer()
    demand = make_published_demand()
    Requirement.objects.create(demand=demand, name="Cycle life", value="3000", unit="cycles")
    refresh.refresh_one(demand)
    suggestion = Suggestion.objects.get()

    explanation = explain(suggestion)

    assert explanation.score == pytest.approx(suggestion.score, abs=1e-5)
    assert sum(term.share for term in explanation.terms) == pytest.approx(explanation.score)


def test_spans_stand_for_the_term_in_both_texts() -> None:
    make_published_offer(title="固态电解质薄膜")
    refresh.refresh_one(make_published_demand(title="急需固态电解质"))
    suggestion = Suggestion.objects.get()

    term = next(term for term in explain(suggestion).terms if term.term == "固态电解质")

    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    assert [demand.text(field)[start:end] for field, start, end in term.demand_spans] == ["固态电解质"]
    assert [offer.text(field)[start:end] for field, start, end in term.offer_spans] == ["固态电解质"]


def test_a_host_without_an_index_still_explains() -> None:
    offer, demand = make_published_offer(title="固态电解质"), make_published_demand(title="固态电解质")
    suggestion = Suggestion.objects.create(offer=offer, demand=demand, score=0.4)
    assert market_index.current() is None

    assert explanations.reasons(suggestion).reasons


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


def test_a_page_whose_rows_all_have_their_terms_needs_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = make_suggestion(terms=["固态电解质"])

    def not_needed() -> None:
        raise AssertionError("the index is not asked for")

    monkeypatch.setattr(market_index, "current", not_needed)
    assert explanations.top_reasons([pair]) == {pair.pk: ["固态电解质"]}


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

    def overtaken(pair: Suggestion, granted: Granted) -> Reasons:
        Suggestion.objects.filter(pk=rescored.pk).update(terms=None, scored_at=timezone.now())
        Suggestion.objects.filter(pk=decided.pk).update(state="rejected")
        return reasons(pair, granted)

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
    with django_assert_max_num_queries(8):
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


def propose(alliance: Alliance, phrase: str) -> GenericPhrase:
    return GenericPhrase.objects.create(alliance=alliance, phrase=phrase, mismatches=5, approvals=0)


def test_a_phrase_that_was_granted_as_generic_is_no_reason_in_its_alliance() -> None:
    alliance = make_alliance()
    title = "Membrane pumps for lithium battery plants"
    offer = make_published_offer(title=title)
    ours, theirs = (
        make_suggestion(offer=offer, demand=make_published_demand(title=title, alliance=side))
        for side in (alliance, make_alliance())
    )
    market_index.rebuild()
    said = [str(reason) for reason in explanations.reasons(ours).reasons]
    assert len(said) > 1
    generic.grant(propose(alliance, said[0].upper()), by=make_admin())

    found = explanations.reasons(ours)

    assert [str(reason) for reason in found.reasons] == said[1:]
    assert explanations.top_reasons([ours]) == {ours.pk: said[1 : 1 + explanations.MAX_REASONS]}
    assert [str(reason) for reason in explanations.reasons(theirs).reasons] == said


def test_a_generic_phrase_is_missing_only_if_the_demand_has_it_as_a_keyword() -> None:
    alliance = make_alliance()
    offer = make_published_offer(title="Lithium battery")
    texts = {"title": "Membrane pumps", "technology_keywords": ["centrifuge rotor"]}
    pair = make_suggestion(offer=offer, demand=make_published_demand(alliance=alliance, **texts))
    market_index.rebuild()
    before = [each.text for each in explanations.missing(pair, generic.granted())]
    assert {"Membrane pumps", "centrifuge rotor"} <= set(before)
    for phrase in ("Membrane pumps", "centrifuge rotor"):
        generic.grant(propose(alliance, phrase), by=make_admin())

    after = [each.text for each in explanations.missing(pair, generic.granted())]

    assert after == [text for text in before if text != "Membrane pumps"]


def test_terms_that_were_computed_before_a_phrase_was_granted_are_not_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = make_suggestion()
    market_index.rebuild()
    phrase, reasons = propose(make_alliance(), "battery"), explanations.reasons

    def overtaken(suggestion: Suggestion, granted: Granted) -> Reasons:
        generic.grant(phrase, by=make_admin())
        return reasons(suggestion, granted)

    monkeypatch.setattr(explanations, "reasons", overtaken)
    assert explanations.store_terms() == 0
    assert list(Suggestion.objects.without_terms()) == [pair]

"""What a coordinator sees of the sample: few pairs, good ones, and every right answer among them."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from matching.models import Suggestion
from matching.states import SuggestionState
from matching.suggestions import matcher
from tests.quality.judged import GOOD, judgements
from ydeu.marketplace.models import numbers

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SHOWN_AT_MOST = 0.08
GOOD_AT_LEAST = 0.85


@pytest.fixture(scope="module")
def matched(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The sample with all its pairs, for every test: each is in a savepoint of this transaction."""
    folder = tmp_path_factory.mktemp("sample")
    places = {"VAR_DIR": folder, "MEDIA_ROOT": folder / "media", "MATCHING_INDEX_DIR": folder / "index"}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**places), pytest.MonkeyPatch.context() as patch:
            patch.setattr(numbers, "draw", lambda: None)
            call_command("load_demo", verbosity=0, stdout=StringIO())
            while matcher.match_some():
                pass
        yield
        transaction.set_rollback(True)


def pairs_of(state: SuggestionState) -> set[tuple[str, str]]:
    found: QuerySet[Suggestion] = Suggestion.objects.filter(state=state)
    pairs = found.values_list("demand__external_id", "offer__external_id")
    return {(str(demand), str(offer)) for demand, offer in pairs}


@pytest.mark.usefixtures("matched")
def test_a_coordinator_sees_few_pairs_and_they_are_good() -> None:
    shown, folded = pairs_of(SuggestionState.PENDING), pairs_of(SuggestionState.FOLDED)
    judged = judgements()
    unjudged = sorted(shown - judged.keys())
    good = sum(judged[pair].worth in GOOD for pair in shown & judged.keys())

    print(f"{len(shown)} shown, {len(folded)} folded; {good} good, {len(unjudged)} not judged: {unjudged}")
    assert len(shown) <= SHOWN_AT_MOST * len(shown | folded)
    assert good >= GOOD_AT_LEAST * len(shown), "a pair that nobody judged counts as bad"


@pytest.mark.usefixtures("matched")
def test_the_right_answer_of_no_demand_is_folded() -> None:
    """Ten demands invite several suppliers: the first right answer counts, further ones are printed."""
    right = [pair for pair, judgement in judgements().items() if judgement.worth == "yes"]
    first = {demand: (demand, offer) for demand, offer in reversed(right)}
    shown = pairs_of(SuggestionState.PENDING)

    print(f"{len(right)} right answers; folded: {sorted(set(right) - shown)}")
    assert len(first) == 60
    assert set(first.values()) - shown == set()

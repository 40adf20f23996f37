"""Decisions move the floors to the wanted precision, and only a better version is put in use."""

import logging

import numpy as np
import pytest

from matching.confidence import fitting, scales
from matching.confidence.evaluation import calibration_error, unseen_shares
from matching.confidence.floors import Wanted, floors_of
from matching.engine.confidence.curve import Curve
from matching.enums import Verdict
from matching.models import Calibration
from matching.states import CalibrationState
from tests.factories import make_admin
from tests.matching.confidence.simulation import Market, World, make_market
from ydeu.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCARCE, RARE, EVEN = World(Curve(1.7, -1.9)), World(Curve(1.8, -1.0)), World(Curve(1.6, 0.2))
"""About 20, 34 and 54 per cent of the pairs are worth an introduction."""
NOISY = World(Curve(1.1, -0.5))
GOAL = Wanted(0.70, 0.35)
ENOUGH = 300
SEEDS = range(16)
MANY_SEEDS = range(64)
"""For figures that chance moves much: the median of 16 lies anywhere from .03 to .06."""
TOLERANCE = 0.05


def lesson_of(market: Market) -> fitting.Lesson:
    return fitting._lesson(market.alliance.pk)


def learnt_floors(world: World, seed: int) -> tuple[float, float]:
    """The floors after 300 decisions of an alliance without a union to lean on."""
    drawn = world.draw(ENOUGH, seed)
    lesson = fitting.Lesson(None, drawn, drawn.strengths, None, None, GOAL)
    return fitting._floors(lesson.learn(drawn), lesson)


@pytest.mark.parametrize(
    ("world", "least"), [(SCARCE, 1 / 2), (RARE, 2 / 3), (NOISY, 2 / 3)], ids=["scarce", "rare", "noisy"]
)
def test_300_decisions_move_the_floors_to_the_wanted_precision(world: World, least: float) -> None:
    """Chance alone moves the share of 100 strong pairs by .045, so the median of the seeds is what counts.

    Of scarce good pairs only some 20 strong ones are among 300 decisions, so every second seed is enough.
    """
    floors = [learnt_floors(world, seed) for seed in MANY_SEEDS]
    strong = np.array([world.precision_between(strong) for strong, _fair in floors])
    fair = np.array([world.precision_between(fair, strong) for strong, fair in floors])
    before = world.precision_between(scales.DEFAULT.strong)
    assert np.median(strong) == pytest.approx(GOAL.strong, abs=TOLERANCE)
    assert np.median(fair) == pytest.approx(GOAL.fair, abs=TOLERANCE)
    assert np.median(np.abs(strong - GOAL.strong)) <= min(TOLERANCE, abs(before - GOAL.strong))
    assert (np.abs(strong - GOAL.strong) <= TOLERANCE).mean() >= least
    assert (np.abs(fair - GOAL.fair) <= TOLERANCE).mean() >= least


def test_floors_are_right_although_coordinators_decide_strong_pairs_first() -> None:
    """A tenth of the weak pairs and two thirds of the strong ones are decided."""
    found = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        market = RARE.draw(4 * ENOUGH, seed)
        chance = np.where(market.strengths > 1.5, 0.65, np.where(market.strengths > 0.7, 0.3, 0.1))
        decided = market.where(generator.random(len(market)) < chance)
        lesson = fitting.Lesson(None, decided, market.strengths, None, None, GOAL)
        strong, fair = fitting._floors(lesson.learn(decided), lesson)
        found.append((RARE.precision_between(strong), RARE.precision_between(fair, strong)))
    assert np.median(found, axis=0) == pytest.approx((GOAL.strong, GOAL.fair), abs=TOLERANCE)


def test_no_strong_pair_is_less_likely_worth_it_than_fair_ones_are() -> None:
    """Where every second pair is good, a band of 70 per cent would reach down to pairs of 30."""
    for seed in SEEDS:
        drawn = EVEN.draw(ENOUGH, seed)
        lesson = fitting.Lesson(None, drawn, drawn.strengths, None, None, GOAL)
        curve = lesson.learn(drawn)
        strong, fair = floors_of(curve, drawn.strengths, GOAL)
        assert curve.shares_of(np.array([strong]))[0] >= GOAL.fair - 1e-9
        assert fair <= strong
        assert EVEN.precision_between(strong) == pytest.approx(GOAL.strong, abs=2 * TOLERANCE)


def test_the_first_good_decisions_put_a_version_in_use(caplog: pytest.LogCaptureFixture) -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 21))
    with caplog.at_level(logging.INFO, "matching.confidence.fitting"):
        versions = fitting.refit_all()
    assert [(each.alliance_id, each.number) for each in versions] == [(None, 1), (market.alliance.pk, 1)]
    union = versions[0]
    assert (union.state, union.verdict, union.gives_shares) == ("in_use", Verdict.BETTER, True)
    assert (union.decisions, union.made_by, union.promoted_by, union.prior) == (ENOUGH, None, None, None)
    assert union.last_at > union.first_at
    assert union.figures["demands"] == 50
    assert union.figures["loss"] < union.figures["loss_in_use"]
    assert f"Calibration 1 of alliance none (union): better. {ENOUGH} decisions" in caplog.text
    assert versions[1].prior == union
    line = Entry.objects.get(object_type="matching.calibration", object_id=union.pk)
    assert (line.actor, line.old_state, line.new_state) == (None, "candidate", "in_use")


def test_without_new_decisions_nothing_is_learnt_again() -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 22))
    assert len(fitting.refit_all()) == 2
    assert fitting.refit_all() == []


@pytest.mark.parametrize("number", [0, 29])
def test_too_few_decisions_leave_the_scale_of_the_union(number: int) -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(number, 23))
    assert fitting.refit_all() == []
    assert scales.current().of(market.alliance.pk) == scales.DEFAULT


def test_decisions_of_one_kind_teach_nothing() -> None:
    market = make_market(ENOUGH)
    market.decide(World(Curve(0.0, -30.0)).draw(ENOUGH, 24))
    assert fitting.refit_all() == []


def test_between_30_and_200_decisions_there_are_floors_and_no_per_cent() -> None:
    market = make_market(ENOUGH)
    market.decide(World(Curve(3.0, -4.0)).draw(150, 25))
    version = fitting.refit(None)
    assert version is not None
    assert (version.state, version.gives_shares) == ("in_use", False)
    scale = scales.current().of(None)
    assert (scale.strong, scale.confidence_of(2.0)) == (version.strong, None)


@pytest.mark.parametrize("batch", [60, 300, 600])
def test_a_batch_with_turned_labels_is_not_promoted(batch: int) -> None:
    market = make_market(ENOUGH + batch)
    market.decide(RARE.draw(ENOUGH, 26), days_ago=60)
    good = fitting.refit(None)
    assert good is not None
    assert good.state == CalibrationState.IN_USE
    before = scales.current()

    market.decide(RARE.draw(batch, 27), days_ago=2, turned=True)
    bad = fitting.refit(None)

    assert bad is not None
    assert (bad.state, bad.number) == (CalibrationState.NOT_PROMOTED, 2)
    assert bad.verdict in (Verdict.CONTRADICTED, Verdict.INVERTED)
    assert scales.current() == before


def test_if_all_labels_are_turned_the_default_stays() -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 28), turned=True)
    assert [version.verdict for version in fitting.refit_all()] == [Verdict.INVERTED] * 2
    assert scales.current().of(market.alliance.pk) == scales.DEFAULT


def test_more_of_the_same_is_not_clearly_better() -> None:
    market = make_market(3 * ENOUGH)
    market.decide(RARE.draw(2 * ENOUGH, 29), days_ago=60)
    fitting.refit(None)
    market.decide(RARE.draw(60, 30), days_ago=2)
    version = fitting.refit(None)
    assert version is not None
    assert (version.state, version.verdict) == ("not_promoted", Verdict.NOT_BETTER)


def test_coordinators_who_become_stricter_are_followed() -> None:
    """The same strengths are worth an introduction less often now."""
    market = make_market(4 * ENOUGH)
    market.decide(EVEN.draw(ENOUGH, 31), days_ago=90)
    old = fitting.refit(None)
    market.decide(World(Curve(1.6, -1.6)).draw(3 * ENOUGH, 32), days_ago=9)
    new = fitting.refit(None)
    assert old is not None
    assert new is not None
    assert (new.state, new.verdict) == ("in_use", Verdict.BETTER)
    assert new.strong > old.strong


@pytest.mark.parametrize("seed", [51, 52, 53])
def test_an_alliance_that_judges_otherwise_gets_floors_of_its_own(seed: int) -> None:
    """Its coordinators find more of the same strength worth it than those of the rest of the union."""
    union, ours = make_market(2 * ENOUGH), make_market(ENOUGH)
    union.decide(RARE.draw(2 * ENOUGH, seed))
    ours.decide(EVEN.draw(ENOUGH, seed + 10))
    fitting.refit_all()

    now = scales.current()
    own, shared = now.of(ours.alliance.pk), now.of(None)
    assert Calibration.objects.of(ours.alliance.pk).in_use().get().prior is not None
    assert own.strong < shared.strong
    errors = [abs(EVEN.precision_between(scale.strong) - GOAL.strong) for scale in (own, shared)]
    assert errors[0] < errors[1]
    assert errors[0] <= 2 * TOLERANCE


def test_an_alliance_with_few_decisions_stays_near_the_union() -> None:
    many, few = make_market(2 * ENOUGH), make_market(60)
    many.decide(RARE.draw(2 * ENOUGH, 33))
    few.decide(EVEN.draw(36, 34))
    fitting.refit(None)
    lesson = lesson_of(few)
    assert lesson.prior is not None
    points = np.array([0.5, 1.0, 2.0])
    own = lesson.learn(lesson.decisions).shares_of(points)
    union = lesson.prior_curve.shares_of(points)
    alone = EVEN.truth.shares_of(points)
    assert (np.abs(own - union) < np.abs(alone - union) + 0.1).all()


@pytest.mark.parametrize("world", [RARE, EVEN, NOISY], ids=["rare", "even", "noisy"])
def test_the_calibration_error_cross_validated_by_demand_is_five_hundredths_at_most(world: World) -> None:
    drawn = world.draw(3000, 35)
    lesson = fitting.Lesson(None, drawn, drawn.strengths, None, None, GOAL)
    shares = unseen_shares(drawn, lambda seen: lesson.learn(seen).shares_of)
    assert calibration_error(shares, drawn.worth) <= 0.05


def test_an_administrator_who_starts_it_is_named() -> None:
    admin, market = make_admin(), make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 36))
    assert [version.made_by for version in fitting.refit_all(by=admin)] == [admin, admin]


def test_the_version_in_use_is_the_one_that_measures() -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 37))
    fitting.refit_all()
    union = Calibration.objects.of(None).in_use().get()
    assert scales.current().of(None) == scales.scale_of(union)
    assert scales.current().of(None).confidence_of(1.0) == pytest.approx(
        float(RARE.truth.shares_of(np.array([1.0]))[0]), abs=0.1
    )

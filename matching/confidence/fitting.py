"""Learn the scale of the union and of each alliance from decisions, and put it in use if it is better.

"Better" is measured on decisions that the new curve has not seen: cross-validated by demand, with a paired
bootstrap over the demands. The one in use may have seen them, so the comparison favours what is in use.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from matching.confidence import calibrations, curves, evaluation, judgements
from matching.confidence.floors import Wanted, floors_of, wanted
from matching.confidence.judgements import Floats, Judgements
from matching.confidence.scales import DEFAULT
from matching.engine.confidence.curve import Curve
from matching.enums import Verdict
from matching.models import Calibration
from ydeu.accounts.models import User
from ydeu.transitions import DomainError

logger = logging.getLogger(__name__)

LEAST_OF_EACH = 5
"""As many decisions have to say yes, and as many no."""
SURE, LIKELY = 0.95, 0.5
"""The share of resamples in which a version has to be better: usually, and if it is the first with per cent.

The second follows from more decisions of the same kind, and gives figures that the first version lacks.
"""


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from: decisions, the strengths of all pairs, and what was known before."""

    alliance: int | None
    decisions: Judgements
    everything: Floats
    prior: Calibration | None
    in_use: Calibration | None
    goal: Wanted
    latest: Calibration | None = None

    @property
    def is_enough(self) -> bool:
        approvals = self.decisions.worth.sum()
        few = min(approvals, len(self.decisions) - approvals)
        demands = len(set(self.decisions.demands.tolist()))
        return (
            len(self.decisions) >= settings.MATCHING_FLOOR_DECISIONS and few >= LEAST_OF_EACH and demands > 1
        )

    @property
    def number(self) -> int:
        """The number of the next version. Two workers that learn the same at once get the same number."""
        return self.latest.number + 1 if self.latest else 1

    @property
    def prior_curve(self) -> Curve:
        return _curve_of(self.prior, self.goal)

    @property
    def present_curve(self) -> Curve:
        """The curve that pages use now: the own one, else that of the union, else the default."""
        return _curve_of(self.in_use or self.prior, self.goal)

    def learn(self, decisions: Judgements) -> Curve:
        weights = curves.weights_for(decisions.strengths, self.everything)
        return curves.fit(decisions.strengths, decisions.worth, weights, self.prior_curve)

    def newest(self) -> Judgements:
        """The decisions that the version in use has not seen."""
        since = self.in_use.last_at.timestamp() if self.in_use else 0.0
        return self.decisions.where(self.decisions.seconds > since)

    def is_known(self) -> bool:
        """True if the latest version was made from the same decisions, for the same goal."""
        latest = self.latest
        made_from = latest and (latest.digest, latest.prior_id, latest.figures["wanted"])
        return made_from == (
            self.decisions.digest(),
            self.prior and self.prior.pk,
            [self.goal.strong, self.goal.fair],
        )


def refit_all(*, by: User | None = None) -> list[Calibration]:
    """Refit the union, then each alliance, which is drawn towards the union. Returns the new versions."""
    scopes: list[int | None] = [None, *judgements.alliances_with_judgements()]
    made = [refit(alliance, by=by) for alliance in scopes]
    return [version for version in made if version]


def refit(alliance: int | None, *, by: User | None = None) -> Calibration | None:
    """Make a version for an alliance, or for the union, and put it in use if it is better. Else keep it so.

    None if there are too few decisions, if nothing is new, or if another worker was faster.
    """
    lesson = _lesson(alliance)
    if not lesson.is_enough or lesson.is_known():
        return None
    try:
        with transaction.atomic():
            version = _store(lesson, by)
            if version.verdict == Verdict.BETTER:
                calibrations.promote(version, by=None)
            else:
                calibrations.leave_out(version)
    except (IntegrityError, DomainError):
        logger.info("Calibration of alliance %s: another worker was faster.", alliance)
        return None
    _report(version)
    return version


def _lesson(alliance: int | None) -> Lesson:
    union = Calibration.objects.of(None).in_use().first()
    versions = Calibration.objects.of(alliance)
    return Lesson(
        alliance=alliance,
        decisions=judgements.read(alliance),
        everything=judgements.population(alliance),
        prior=None if alliance is None else union,
        in_use=union if alliance is None else versions.in_use().first(),
        goal=wanted(),
        latest=versions.order_by("-number").first(),
    )


def _store(lesson: Lesson, by: User | None) -> Calibration:
    decisions = lesson.decisions
    curve = lesson.learn(decisions)
    strong, fair = _floors(curve, lesson)
    figures = _figures(lesson, strong, fair)
    return Calibration.objects.create(
        alliance_id=lesson.alliance,
        number=lesson.number,
        strong=strong,
        fair=fair,
        slope=curve.slope,
        intercept=curve.intercept,
        bend=curve.bend,
        gives_shares=len(decisions) >= settings.MATCHING_MIN_DECISIONS,
        prior=lesson.prior,
        decisions=len(decisions),
        approvals=int(decisions.worth.sum()),
        digest=decisions.digest(),
        first_at=datetime.fromtimestamp(decisions.seconds[0], UTC),
        last_at=datetime.fromtimestamp(decisions.seconds[-1], UTC),
        figures=figures,
        verdict=_verdict(lesson, curve, figures["better"]),
        made_by=by,
    )


def _floors(curve: Curve, lesson: Lesson) -> tuple[float, float]:
    """The floors of the curve. A curve that does not rise has none: then those in use stay."""
    if curve.rises:
        return floors_of(curve, lesson.everything, lesson.goal)
    present = lesson.in_use or lesson.prior or DEFAULT
    return present.strong, present.fair


def _figures(lesson: Lesson, strong: float, fair: float) -> dict[str, Any]:
    """The figures of a version, rounded: they are for reading, and the log keeps them short."""
    own, worth = lesson.decisions.strengths, lesson.decisions.worth
    unseen = evaluation.unseen_shares(lesson.decisions, lambda seen: lesson.learn(seen).shares_of)
    loss = evaluation.losses_of(unseen, worth)
    present = evaluation.losses_of(lesson.present_curve.shares_of(own), worth)
    bands = {"strong": own >= strong, "fair": (own >= fair) & (own < strong), "weak": own < fair}
    return {
        "wanted": [lesson.goal.strong, lesson.goal.fair],
        "demands": len(set(lesson.decisions.demands.tolist())),
        "calibration_error": round(evaluation.calibration_error(unseen, worth), 4),
        "loss": round(float(loss.mean()), 4),
        "loss_in_use": round(float(present.mean()), 4),
        "better": round(evaluation.share_of_better(present - loss, lesson.decisions.demands), 4),
        "decided": {band: int(inside.sum()) for band, inside in bands.items()},
        "precision": {
            band: None if (share := evaluation.precision_of(inside, worth)) is None else round(share, 4)
            for band, inside in bands.items()
        },
    }


def _verdict(lesson: Lesson, curve: Curve, better: float) -> Verdict:
    newest = lesson.newest()
    if not curve.rises:
        return Verdict.INVERTED
    if evaluation.contradicts(newest.strengths, newest.worth):
        return Verdict.CONTRADICTED
    gives_first_shares = len(lesson.decisions) >= settings.MATCHING_MIN_DECISIONS and not (
        lesson.in_use and lesson.in_use.gives_shares
    )
    return Verdict.BETTER if better >= (LIKELY if gives_first_shares else SURE) else Verdict.NOT_BETTER


def _curve_of(version: Calibration | None, goal: Wanted) -> Curve:
    if version is None:
        return curves.implied_by(DEFAULT, goal.strong, goal.fair)
    return Curve(version.slope, version.intercept, version.bend)


def _report(version: Calibration) -> None:
    """One line in the log of the worker, so that an operator sees what was learnt overnight."""
    logger.info(
        "Calibration %s of alliance %s: %s. %s decisions, calibration error %s, better in %s of resamples.",
        version.number,
        version.alliance_id or "none (union)",
        version.verdict,
        version.decisions,
        version.figures["calibration_error"],
        version.figures["better"],
    )

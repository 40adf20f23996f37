"""Whether a coordinator can rely on a number: score and strength across demands, floors, decisions, costs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from matching.engine import evaluation
from matching.engine.evaluation.calibration import BINS, FOLDS
from tests.benchmarks import calibrated, child, report, results, scale, site
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.trusted import TASKS, Trusted

USUAL = (10_000, 100_000)
FIRST_SCREEN = 2
"""The rows of the queue that a window of 1280 x 800 shows without scrolling, the last one in part."""
LOST = (0.05, 0.10)
"""The shares of good pairs that a floor may lose."""
PRECISE = 0.5
DECISIONS = (3, 5, 10)
EXPONENTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
"""The powers of distinctness and mutuality that are tried; that of the share is 1."""
NUMBERS: dict[str, Callable[[Trusted], Values]] = {
    "score": lambda each: each.queue.scores,
    "share · distinctness": lambda each: each.parts.share * each.parts.distinctness,
    "strength": lambda each: each.strengths,
}


def run(options: Options) -> None:
    """Measure, and write the section."""
    found = [Trusted(task) for task in TASKS]
    body = [
        _across(found),
        _left_out(found),
        _calibration(found),
        calibrated.compared(found),
        calibrated.by_chance(found),
        _diagram(found[0]),
        _floors(found),
        _taught(found[0]),
        _costs(options),
    ]
    report.write("trust", "\n\n".join(body))


def _across(found: Sequence[Trusted]) -> str:
    """AUC across demands and nDCG within a demand, by number and collection."""
    about = (
        "The pairs are those that a queue would hold: the ten best offers of each demand and, in df359-dev, "
        "the judged pairs whose offer is among the demand's ten best or whose demand is among the offer's "
        "three best. A pair is good from grade 2 on in df359-dev, from 1 on elsewhere. Nothing is trained. "
        "AUC is the probability that a good pair has a larger number than another one of any demand. nDCG@10 "
        "is that of the pairs of each demand; inside a demand, the site orders by the score."
    )
    sizes = [f"{len(each.queue.scores):,}, {np.mean(each.queue.are_good):.0%}" for each in found]
    rows = [["pairs, good", *sizes, "-"]]
    for name, of in NUMBERS.items():
        rows.append([f"AUC of the {name}", *_means([evaluation.auc(of(e), e.queue.are_good) for e in found])])
    for name, of in NUMBERS.items():
        rows.append([f"nDCG@10 by {name}", *_means([evaluation.ndcg_within(e.queue, of(e)) for e in found])])
    return f"{about}\n\n{report.table(_head('', found), rows)}"


def _head(first: str, found: Sequence[Trusted]) -> list[str]:
    return [first, *(each.task.name for each in found), "mean"]


def _means(values: Sequence[float]) -> list[str]:
    """The values and their mean."""
    return [f"{value:.3f}" for value in (*values, float(np.mean(values)))]


def _left_out(found: Sequence[Trusted]) -> str:
    """The exponents that are best without a collection, and what they reach on it."""
    points = list(product(EXPONENTS, EXPONENTS))
    table = np.array([[_auc_with(each, *point) for each in found] for point in points])
    chosen = [int(np.argmax(np.delete(table, at, axis=1).mean(axis=1))) for at in range(len(found))]
    about = (
        "The powers of distinctness and mutuality are checked on collections that had no part in the choice: "
        f"for each, those of the best of {len(points)} settings on the four others."
    )
    rows = [
        ["powers chosen on the others", *("{:g}, {:g}".format(*points[at]) for at in chosen), "-"],
        ["AUC with these", *_means([float(table[point, at]) for at, point in enumerate(chosen)])],
    ]
    return f"{about}\n\n{report.table(_head('', found), rows)}"


def _auc_with(each: Trusted, distinctness: float, mutuality: float) -> float:
    parts = each.parts
    values = parts.share * parts.distinctness**distinctness * parts.mutuality**mutuality
    return evaluation.auc(values, each.queue.are_good)


def _calibration(found: Sequence[Trusted]) -> str:
    about = (
        "Expected calibration error of the curve of the site, which has one slope for small and one for "
        "large values, learnt from other demands of the same collection (cross-validation in "
        f"{FOLDS} parts of whole demands), with {BINS} bins of equal width, and with even bins, which have "
        "equally many pairs:"
    )
    rows = [
        [f"ECE of the {name}{kind}", *_means([_calibration_error(e, NUMBERS[name](e), even) for e in found])]
        for name in ("score", "strength")
        for kind, even in (("", False), (", even bins", True))
    ]
    return f"{about}\n\n{report.table(_head('', found), rows)}"


def _calibration_error(each: Trusted, values: Values, are_even: bool) -> float:
    chances = evaluation.calibrated(values, each.queue)
    return evaluation.expected_calibration_error(chances, each.queue.are_good, are_even=are_even)


def _diagram(each: Trusted) -> str:
    """The reliability diagram of the calibrated strength."""
    chances = evaluation.calibrated(each.strengths, each.queue)
    rows = [
        [f"{of.expected:.2f}", f"{of.observed:.2f}", of.pairs, f"`{'#' * round(of.observed * 50):<50}`"]
        for of in evaluation.reliability(chances, each.queue.are_good)
    ]
    head = ["probability", "good pairs", "pairs", "good pairs, one sign for 2 %"]
    return f"Reliability of the strength on {each.task.name}:\n\n{report.table(head, rows)}"


def _floors(found: Sequence[Trusted]) -> str:
    """Floors of the strength, and the share of the queue on one side of each."""
    about = (
        "A floor that loses a share of the good pairs, and the share of the queue below it (in brackets: "
        f"below a floor of the score); and the floor from which on {PRECISE:.0%} are good. The whole queue "
        "has the pairs without a judgement too, which count as not good: a coordinator would face them."
    )
    head = [
        "",
        *(name for lost in LOST for name in (f"floor, {lost:.0%} lost", "below")),
        f"floor, {PRECISE:.0%} good",
        "above",
    ]
    rows = [
        [each.task.name, *(cell for lost in LOST for cell in _losing(each, lost)), *_precise(each)]
        for each in (*found, Trusted(replace(TASKS[0], judged_only=False)))
    ]
    rows[-1][0] = f"{TASKS[0].name}, whole queue"
    return f"{about}\n\n{report.table(head, rows)}"


def _losing(each: Trusted, lost: float) -> list[str]:
    good = each.queue.are_good
    floor = evaluation.floor_losing(each.strengths, good, lost)
    of_scores = evaluation.floor_losing(each.queue.scores, good, lost)
    shares = evaluation.folded(each.strengths, floor), evaluation.folded(each.queue.scores, of_scores)
    return [f"{floor:.4f}", "{:.0%} ({:.0%})".format(*shares)]


def _precise(each: Trusted) -> list[str]:
    floor = evaluation.floor_of_precision(each.strengths, each.queue.are_good, PRECISE)
    return [f"{floor:.4f}", f"{np.mean(each.strengths >= floor):.0%}"]


def _taught(each: Trusted) -> str:
    """What the first decisions on a demand teach of its other pairs."""
    judged = evaluation.judged_of(each.collection, each.index, good_from=each.task.good_from)
    populations = (
        ("all judged pairs", judged, each.parts_of(judged).strengths()),
        ("the queue", each.queue, each.strengths),
    )
    rows = []
    for (name, queue, strengths), decided in product(populations, DECISIONS):
        lesson = evaluation.lesson(queue, strengths, each.likeness, decided=decided)
        before, after = (evaluation.auc(values, lesson.are_good) for values in (lesson.before, lesson.after))
        figures = [f"{before:.3f}", f"{after:.3f}", f"{after - before:+.3f}"]
        rows.append([f"{decided}, {name}", lesson.demands, f"{len(lesson.before):,}", *figures])
    head = [f"decisions, {each.task.name}", "demands", "pairs left", "AUC before", "after", "gain"]
    about = "The strongest pairs of a demand are decided as they were judged. AUC is that of the pairs left."
    return f"{about}\n\n{report.table(head, rows)}"


def _costs(options: Options) -> str:
    if not scale.GENERATOR.is_file():
        return scale.ABSENT

    def measure(size: int) -> dict[str, Any]:
        return child.run("trust:costs", size, options.cache)[0]

    rows = [
        [f"{size:,}, {name}", *_times(times)]
        for size, cases in results.measured("trust", options, USUAL, measure).items()
        for name, times in cases.items()
    ]
    head = [
        "N of each side",
        "match",
        "strengths",
        "requirements",
        f"reasons of {FIRST_SCREEN}",
        f"these three, {FIRST_SCREEN} reasons",
        "reasons of all",
        "these three",
        "pairs in the queue",
        "pairs checked",
        "read before",
        "match in a batch",
        "strengths in it",
    ]
    about = (
        "Milliseconds for a new listing, p50 / p95: its match, the strengths of the ten pairs found with the "
        "rule on short demands, the checks of three requirements for each pair that is not hopeless, and the "
        "reasons of the pairs that come into the queue, strongest first. The first screen of the queue shows "
        f"{FIRST_SCREEN} of them in a window of 1280 x 800; a page has up to 20. The quietest of four rounds "
        "of 50 listings counts. One process does all this. The strengths read the texts of the partners, "
        'and the reasons use that reading; "read before" is the number of partners that an earlier listing '
        "had too. A worker stores the reasons later, so that no page waits for them. Floors are "
        "the default ones. In a batch of 200, these are milliseconds for each listing."
    )
    return f"{about}\n\n{report.table(head, rows)}"


def costs(size: int, cache: str) -> dict[str, Any]:
    """What a new listing costs, with the site set up in this process."""
    with site.alone():
        from tests.benchmarks import costing

        return costing.measured(size, cache)


def _times(times: dict[str, Any]) -> list[str]:
    names = ("match", "strengths", "requirements", "first reasons", "first screen", "reasons", "together")
    counts = [f"{times[name]:.1f}" for name in ("in the queue", "checked", "read before")]
    return [
        *(" / ".join(map(number, times[name])) for name in names),
        *counts,
        *map(number, times["batch"].values()),
    ]

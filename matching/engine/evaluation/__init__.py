"""Evaluation of the engine on labelled collections. No other module imports it, and it needs ir_measures."""

from .calibration import Bin, calibrated, curve_of, expected_calibration_error, reliability
from .collections import BadCollection, Collection, read
from .learning import Lesson, lesson
from .ranking import DEPTH, Figures, Qrels, Run, evaluate, measure, ndcg_by_query, rank, ranked
from .trust import (
    Queue,
    auc,
    floor_losing,
    floor_of_precision,
    folded,
    judged_of,
    ndcg_within,
    queue_of,
)

__all__ = [
    "DEPTH",
    "BadCollection",
    "Bin",
    "Collection",
    "Figures",
    "Lesson",
    "Qrels",
    "Queue",
    "Run",
    "auc",
    "calibrated",
    "curve_of",
    "evaluate",
    "expected_calibration_error",
    "floor_losing",
    "floor_of_precision",
    "folded",
    "judged_of",
    "lesson",
    "measure",
    "ndcg_by_query",
    "ndcg_within",
    "queue_of",
    "rank",
    "ranked",
    "read",
    "reliability",
]

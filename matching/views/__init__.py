from matching.views.decisions import ApproveView, DeferView, RejectView, UndoView
from matching.views.introductions import (
    IntroductionAnswerView,
    IntroductionDetailView,
    IntroductionListView,
)
from matching.views.review import PairView, QueueView

__all__ = [
    "ApproveView",
    "DeferView",
    "IntroductionAnswerView",
    "IntroductionDetailView",
    "IntroductionListView",
    "PairView",
    "QueueView",
    "RejectView",
    "UndoView",
]

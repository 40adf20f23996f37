from matching.views.decisions import (
    AgreeView,
    ApproveView,
    DeferView,
    DisagreeView,
    RejectView,
    UndoView,
)
from matching.views.desk import AssignView, RejectManyView, SavedFilterListView, SavedFilterView
from matching.views.interests import InterestListView, InterestView
from matching.views.introductions import (
    IntroductionAnswerView,
    IntroductionDetailView,
    IntroductionListView,
)
from matching.views.review import PairView, QueueTableView, QueueView

__all__ = [
    "AgreeView",
    "ApproveView",
    "AssignView",
    "DeferView",
    "DisagreeView",
    "InterestListView",
    "InterestView",
    "IntroductionAnswerView",
    "IntroductionDetailView",
    "IntroductionListView",
    "PairView",
    "QueueTableView",
    "QueueView",
    "RejectManyView",
    "RejectView",
    "SavedFilterListView",
    "SavedFilterView",
    "UndoView",
]

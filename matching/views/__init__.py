from matching.views.decisions import (
    AgreeView,
    ApproveView,
    DeferView,
    DisagreeView,
    RejectView,
    UndoView,
    UnfoldView,
)
from matching.views.desk import AssignView, RejectManyView, SavedFilterListView, SavedFilterView, UndoManyView
from matching.views.follow_ups import follow_up
from matching.views.gaps import GapListView
from matching.views.glossary import ProposeTermView
from matching.views.interests import InterestListView, InterestView
from matching.views.introduction_actions import ACTS, IntroductionActionView, meeting_calendar
from matching.views.introduction_board import IntroductionBoardView
from matching.views.introduction_writing import IntroductionMessagesView, IntroductionNotesView, message_file
from matching.views.introductions import (
    IntroductionAnswerView,
    IntroductionDetailView,
    IntroductionListView,
    export,
)
from matching.views.quality import CalibrationView, QualityTableView, QualityView
from matching.views.review import PairView, QueueTableView, QueueView

__all__ = [
    "ACTS",
    "AgreeView",
    "ApproveView",
    "AssignView",
    "CalibrationView",
    "DeferView",
    "DisagreeView",
    "GapListView",
    "InterestListView",
    "InterestView",
    "IntroductionActionView",
    "IntroductionAnswerView",
    "IntroductionBoardView",
    "IntroductionDetailView",
    "IntroductionListView",
    "IntroductionMessagesView",
    "IntroductionNotesView",
    "PairView",
    "ProposeTermView",
    "QualityTableView",
    "QualityView",
    "QueueTableView",
    "QueueView",
    "RejectManyView",
    "RejectView",
    "SavedFilterListView",
    "SavedFilterView",
    "UndoManyView",
    "UndoView",
    "UnfoldView",
    "export",
    "follow_up",
    "meeting_calendar",
    "message_file",
]

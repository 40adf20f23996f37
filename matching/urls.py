from django.urls import path

from matching import views
from ydeu.marketplace.enums import ListingKind

app_name = "matching"
urlpatterns = [
    path("review/", views.QueueView.as_view(), name="queue"),
    path("review/queue.csv", views.QueueTableView.as_view(kind="csv"), name="queue_csv"),
    path("review/queue.xlsx", views.QueueTableView.as_view(kind="xlsx"), name="queue_xlsx"),
    path("review/reject/", views.RejectManyView.as_view(), name="reject_many"),
    path("review/undo/", views.UndoManyView.as_view(), name="undo_many"),
    path("review/gaps/", views.GapListView.as_view(), name="gap_list"),
    path("review/filters/", views.SavedFilterListView.as_view(), name="filter_list"),
    path(
        "review/filters/<int:pk>/delete/",
        views.SavedFilterView.as_view(action="forget"),
        name="filter_delete",
    ),
    path(
        "review/filters/<int:pk>/default/",
        views.SavedFilterView.as_view(action="default"),
        name="filter_default",
    ),
    path("review/<int:pk>/", views.PairView.as_view(), name="pair"),
    path("review/<int:pk>/approve/", views.ApproveView.as_view(), name="approve"),
    path("review/<int:pk>/reject/", views.RejectView.as_view(), name="reject"),
    path("review/<int:pk>/defer/", views.DeferView.as_view(), name="defer"),
    path("review/<int:pk>/undo/", views.UndoView.as_view(), name="undo"),
    path("review/<int:pk>/unfold/", views.UnfoldView.as_view(), name="unfold"),
    path("review/<int:pk>/agree/", views.AgreeView.as_view(), name="agree"),
    path("review/<int:pk>/disagree/", views.DisagreeView.as_view(), name="disagree"),
    path("review/<int:pk>/assign/", views.AssignView.as_view(), name="assign"),
    path("review/<int:pk>/term/", views.ProposeTermView.as_view(), name="propose_term"),
    path("quality/", views.QualityView.as_view(), name="quality"),
    path("quality/quality.csv", views.QualityTableView.as_view(kind="csv"), name="quality_csv"),
    path("quality/quality.xlsx", views.QualityTableView.as_view(kind="xlsx"), name="quality_xlsx"),
    path(
        "quality/<int:pk>/promote/",
        views.CalibrationView.as_view(action="promote"),
        name="calibration_promote",
    ),
    path(
        "quality/<int:pk>/roll-back/",
        views.CalibrationView.as_view(action="roll_back"),
        name="calibration_roll_back",
    ),
    path("interests/", views.InterestListView.as_view(), name="interest_list"),
    path(
        "interests/offer/<int:pk>/",
        views.InterestView.as_view(kind=ListingKind.OFFER),
        name="interest_in_offer",
    ),
    path(
        "interests/demand/<int:pk>/",
        views.InterestView.as_view(kind=ListingKind.DEMAND),
        name="interest_in_demand",
    ),
    path("introductions/", views.IntroductionListView.as_view(), name="introduction_list"),
    path("introductions/board/", views.IntroductionBoardView.as_view(), name="introduction_board"),
    path("introductions/export/<slug:kind>/", views.export, name="introduction_export"),
    path("introductions/files/<int:pk>/", views.message_file, name="message_file"),
    path("introductions/meetings/<int:pk>/meeting.ics", views.meeting_calendar, name="meeting_calendar"),
    path("introductions/<int:pk>/", views.IntroductionDetailView.as_view(), name="introduction_detail"),
    path(
        "introductions/<int:pk>/answer/",
        views.IntroductionAnswerView.as_view(),
        name="introduction_answer",
    ),
    path(
        "introductions/<int:pk>/messages/",
        views.IntroductionMessagesView.as_view(),
        name="introduction_messages",
    ),
    path("introductions/<int:pk>/notes/", views.IntroductionNotesView.as_view(), name="introduction_notes"),
    *(
        path(
            f"introductions/<int:pk>/{action.replace('_', '-')}/",
            views.IntroductionActionView.as_view(action=action),
            name=f"introduction_{action}",
        )
        for action in views.ACTS
    ),
    path("follow-ups/<str:token>/", views.follow_up, name="follow_up"),
]

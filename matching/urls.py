from django.urls import path

from matching import views

app_name = "matching"
urlpatterns = [
    path("review/", views.QueueView.as_view(), name="queue"),
    path("review/<int:pk>/", views.PairView.as_view(), name="pair"),
    path("review/<int:pk>/approve/", views.ApproveView.as_view(), name="approve"),
    path("review/<int:pk>/reject/", views.RejectView.as_view(), name="reject"),
    path("review/<int:pk>/defer/", views.DeferView.as_view(), name="defer"),
    path("review/<int:pk>/undo/", views.UndoView.as_view(), name="undo"),
    path("introductions/", views.IntroductionListView.as_view(), name="introduction_list"),
    path("introductions/<int:pk>/", views.IntroductionDetailView.as_view(), name="introduction_detail"),
    path(
        "introductions/<int:pk>/answer/",
        views.IntroductionAnswerView.as_view(),
        name="introduction_answer",
    ),
]

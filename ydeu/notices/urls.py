from django.urls import path

from ydeu.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("e-mails/", views.preferences_edit, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_notice, name="open"),
]

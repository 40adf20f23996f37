from django.urls import path

from ydeu.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.policy, name="policy"),
    path("mine/", views.mine, name="mine"),
    path("mine/copy/", views.ask_copy, name="ask_copy"),
    path("mine/delete/", views.delete, name="delete"),
    path("copies/<int:pk>/", views.download, name="download"),
    path("deletions/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("enterprise/<int:pk>/", views.enterprise, name="enterprise"),
    path("enterprise/<int:pk>/copy/", views.ask_enterprise_copy, name="ask_enterprise_copy"),
    path("enterprise/<int:pk>/close/", views.close, name="close"),
    path("support/<int:pk>/", views.support, name="support"),
]

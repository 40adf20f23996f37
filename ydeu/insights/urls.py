from django.urls import path

from ydeu.insights import views

app_name = "insights"
urlpatterns = [path("figures/", views.figures, name="figures")]

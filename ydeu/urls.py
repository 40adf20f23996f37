"""The root of all URLs of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from ydeu.home import home

# The admin requires the second factor too: its users log in on the site's own page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", home, name="home"),
    path("", include("ydeu.health.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("ydeu.accounts.account_urls")),
    path("enterprise/", include("ydeu.accounts.urls")),
    path("notices/", include("ydeu.notices.urls")),
    path("privacy/", include("ydeu.privacy.urls")),
    path("alliances/", include("ydeu.alliances.urls")),
    path("", include("ydeu.insights.urls")),
    path("", include("ydeu.marketplace.urls")),
    path("", include("matching.urls")),
    path("admin/", admin.site.urls),
]

"""What we do differently from django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from ydeu.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth redirects only to addresses of the host that was asked; that is its own rule and stays."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """A person gets their e-mails in the language they signed up in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The letters name the exchange, not the address of its host."""
        site = RequestSite(self.request)
        site.name = gettext("YDEU Exchange")
        super().send_mail(template_prefix, email, {**context, "current_site": site})

"""What we do differently from django-allauth."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, override

from ydeu.accounts.models import User

ADDRESS = re.compile(r"https?://[!-~]+")
"""In Chinese no space need stand around it; what makes links of addresses wants one."""


class AccountAdapter(DefaultAccountAdapter):
    """allauth redirects only to addresses of the host that was asked; that is its own rule and stays."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """A person gets their e-mails in the language they signed up in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The letters name the exchange, not the address of its host, in the language of their reader."""
        with override(_language_of(email, context)):
            site = RequestSite(self.request)
            site.name = gettext("YDEU Exchange")
            super().send_mail(template_prefix, email, {**context, "current_site": site})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """allauth has its letters as text; the HTML part says the same in our frame."""
        letter: EmailMessage = super().render_mail(*args, **kwargs)
        if isinstance(letter, EmailMultiAlternatives) and not letter.alternatives:
            text = ADDRESS.sub(r" \g<0> ", str(letter.body))
            context = {"text": text, "language": get_language()}
            letter.attach_alternative(render_to_string("emails/account.html", context), "text/html")
        return letter


def _language_of(email: str, context: dict[str, Any]) -> str:
    """Of the person who has the address, else that of the page from which the letter is sent."""
    reader = context.get("user") or User.objects.filter(email__iexact=email).first()
    return reader.language if isinstance(reader, User) else get_language() or settings.LANGUAGE_CODE

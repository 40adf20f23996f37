"""Where the site differs from django-allauth's defaults."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, override

from ydeu.accounts.models import User

ADDRESS = re.compile(r"https?://[!-~]+")
"""Chinese text has no spaces around an address, but the template filter that makes links needs them."""


class AccountAdapter(DefaultAccountAdapter):
    """allauth redirects only to addresses of the requested host. This class keeps that rule."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Save a new person. Their e-mails are in the language they signed up in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the client, or of who connects if ``X-Forwarded-For`` has not passed all proxies.

        allauth raises ImproperlyConfigured for such a request, and anybody who reaches a proxy in the middle
        can make one. Raises PermissionDenied if there is no address.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            address = clean_client_ip(request.META.get("REMOTE_ADDR", ""))
        if not address:
            raise PermissionDenied("The address of the client is not known.")
        return str(address)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account whose failed log-ins are counted.

        allauth's key begins with the Host header, and its port is free: every port would have its own lock.
        """
        return str(credentials.get("email", "")).strip().lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail in its reader's language. It names the exchange, not the host."""
        with override(_language_of(email, context)):
            site = RequestSite(self.request)
            site.name = gettext("YDEU Exchange")
            super().send_mail(template_prefix, email, {**context, "current_site": site})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Add an HTML part to allauth's plain text: the same words in the site's e-mail template."""
        letter: EmailMessage = super().render_mail(*args, **kwargs)
        if isinstance(letter, EmailMultiAlternatives) and not letter.alternatives:
            text = ADDRESS.sub(r" \g<0> ", str(letter.body))
            context = {"text": text, "language": get_language()}
            letter.attach_alternative(render_to_string("emails/account.html", context), "text/html")
        return letter


def _language_of(email: str, context: dict[str, Any]) -> str:
    """The language of the person with this address, otherwise that of the page that sends the e-mail."""
    reader = context.get("user") or User.objects.filter(email__iexact=email).first()
    return reader.language if isinstance(reader, User) else get_language() or settings.LANGUAGE_CODE

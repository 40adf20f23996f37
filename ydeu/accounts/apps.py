from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "ydeu.accounts"
    verbose_name = _("People and enterprises")

    def ready(self) -> None:
        import_module("ydeu.accounts.receivers")

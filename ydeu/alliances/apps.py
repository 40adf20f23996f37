from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "ydeu.alliances"
    verbose_name = _("Alliances")

    def ready(self) -> None:
        import_module("ydeu.alliances.roles")

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "ydeu.health"
    verbose_name = _("Health")

    def ready(self) -> None:
        import_module("ydeu.health.receivers")

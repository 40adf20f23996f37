from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    name = "ydeu.workdays"
    verbose_name = _("Working days")

    def ready(self) -> None:
        import_module("ydeu.workdays.receivers")

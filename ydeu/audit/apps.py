from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "ydeu.audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        import_module("ydeu.audit.receivers")

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketplaceConfig(AppConfig):
    name = "ydeu.marketplace"
    verbose_name = _("Marketplace")

    def ready(self) -> None:
        import_module("ydeu.marketplace.auditing").register()
        import_module("ydeu.marketplace.receivers")

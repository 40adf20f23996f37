from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        import_module("matching.auditing").register()
        import_module("matching.receivers")
        import_module("matching.suggestions.search").register()
        import_module("matching.review.poster_feedback").register()

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    name = "ydeu.workdays"
    verbose_name = _("Working days")

    def ready(self) -> None:
        from ydeu.workdays import receivers  # noqa: PLC0415  # it needs the models

        post_migrate.connect(receivers.add_packaged_years, sender=self)

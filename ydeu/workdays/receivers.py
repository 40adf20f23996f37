from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from ydeu.workdays import calendar, packaged
from ydeu.workdays.models import CalendarDay


@receiver(post_migrate, sender=apps.get_app_config("workdays"))
def add_packaged_years(**_kwargs: Any) -> None:
    """After each migration of the database, so that an update of the site brings the new year."""
    packaged.add_missing_years()
    calendar.forget()


@receiver([post_save, post_delete], sender=CalendarDay)
def forget_calendar(**_kwargs: Any) -> None:
    calendar.forget()

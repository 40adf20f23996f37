from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """How a day differs from what its weekday says."""

    HOLIDAY = "holiday", _("Day off")
    MAKE_UP = "make_up", _("Weekend day that is worked")

"""The states of a request for another name or credit code. Only ``identity.py`` moves it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.transitions import table


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an administrator")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


REQUEST_TRANSITIONS = table(
    {RequestState.WAITING: {RequestState.GRANTED, RequestState.DECLINED, RequestState.WITHDRAWN}}
)

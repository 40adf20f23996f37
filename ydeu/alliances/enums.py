from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainSegment(models.TextChoices):
    """The segments of an industrial chain."""

    UPSTREAM = "upstream", _("Upstream")
    MIDSTREAM = "midstream", _("Midstream")
    DOWNSTREAM = "downstream", _("Downstream")
    SERVICE = "service", _("Services")

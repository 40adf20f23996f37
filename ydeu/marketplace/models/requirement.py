import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.models.demand import Demand

_NUMBER = r"[-−+]?\d[\d.,]*"
RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*(?:[~～〜–—-]|至|到|to)\s*(?P<high>{_NUMBER})")
"""A range as people write it into the value of a requirement."""


class Requirement(models.Model):
    """One measurable thing that a demand asks for."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="requirements", verbose_name=_("demand"))
    name = models.CharField(_("property"), max_length=120)
    operator = models.CharField(_("is"), max_length=10, choices=Operator, default=Operator.GE)
    value = models.CharField(_("value"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    priority = models.CharField(_("priority"), max_length=5, choices=Priority, default=Priority.MUST)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} {self.asked}"

    @property
    def asked(self) -> str:
        """What is asked of the property, as one would say it: “at least 5 kW”, “-40 to 165 ℃”."""
        ends = RANGE.fullmatch(self.value.strip()) if self.operator == Operator.BETWEEN else None
        if ends:
            said = _("%(low)s to %(high)s") % {"low": ends["low"], "high": ends["high"]}
        else:
            said = f"{self.get_operator_display()} {self.value}"
        return f"{said} {self.unit}".strip()

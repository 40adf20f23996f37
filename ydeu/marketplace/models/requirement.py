from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.models.demand import Demand


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
        return f"{self.name} {self.get_operator_display()} {self.value} {self.unit}".strip()

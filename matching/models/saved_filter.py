from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class SavedFilter(models.Model):
    """Filters of the queue that a coordinator has saved under a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="queue_filters", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filters"), max_length=1000)
    is_default = models.BooleanField(_("opens first"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user", "name"), name="one_queue_filter_of_a_name"),
            models.UniqueConstraint(
                fields=("user",), condition=Q(is_default=True), name="one_default_queue_filter"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('matching:queue')}?{self.query}"

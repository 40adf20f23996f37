from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace.enums import Frequency, ListingKind


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)

    def due(self, *, daily: datetime, weekly: datetime) -> Self:
        """Searches that are due by their frequency, and whose owners may log in."""
        is_due = Q(frequency=Frequency.DAILY, looked_until__lt=daily)
        is_due |= Q(frequency=Frequency.WEEKLY, looked_until__lt=weekly)
        return self.filter(is_due, owner__is_active=True)


class SavedSearch(models.Model):
    """The filters that a user saved on a browse page, and the frequency of notices of new listings."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_searches",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ListingKind)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000)
    """The query string of the browse page, as ``saved_searches.query_of`` writes it."""
    frequency = models.CharField(_("new listings"), max_length=10, choices=Frequency, default=Frequency.DAILY)
    looked_until = models.DateTimeField(_("looked through until"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("owner", "kind", "query"), name="one_saved_search_per_query"),
        )
        indexes = (models.Index(fields=("frequency", "looked_until"), name="saved_search_due"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("marketplace:saved_search", args=[self.pk])

    @property
    def results_url(self) -> str:
        """The URL of the browse page with this search, the newest first."""
        return f"{reverse(f'marketplace:{self.kind}_list')}?{self.query}&sort=newest"

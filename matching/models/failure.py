from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import ListingKind

MAX_ATTEMPTS = 5
"""Attempts after which a listing is left to an administrator."""


class MatchingFailureQuerySet(models.QuerySet["MatchingFailure"]):
    def given_up(self) -> Self:
        return self.filter(attempts__gte=MAX_ATTEMPTS)


class MatchingFailure(models.Model):
    """A listing that could not be matched, and why. Deleted when it is matched."""

    kind = models.CharField(_("kind"), max_length=6, choices=ListingKind)
    listing_id = models.BigIntegerField(_("number of the listing"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    last_at = models.DateTimeField(_("last attempt"), auto_now=True)

    objects = MatchingFailureQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing that could not be matched")
        verbose_name_plural = _("listings that could not be matched")
        ordering = ("-last_at",)
        constraints = (models.UniqueConstraint(fields=("kind", "listing_id"), name="one_failure_a_listing"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.listing_id}: {self.error}"

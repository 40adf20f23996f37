from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.audit.following import FollowedQuerySet
from ydeu.marketplace.enums import ListingRejectionReason, Step
from ydeu.marketplace.models.demand import Demand
from ydeu.marketplace.models.offer import Offer
from ydeu.marketplace.states import State


class ListingEvent(models.Model):
    """One step of a listing, written in its transaction and never changed."""

    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="events")
    demand = models.ForeignKey(Demand, models.CASCADE, null=True, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    from_state = models.CharField(_("from"), max_length=20, choices=State, blank=True)
    to_state = models.CharField(_("to"), max_length=20, choices=State)
    step = models.CharField(_("step"), max_length=10, choices=Step, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    reason = models.CharField(_("reason"), max_length=20, choices=ListingRejectionReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False, demand__isnull=True)
                | models.Q(offer__isnull=True, demand__isnull=False),
                name="event_of_one_listing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"

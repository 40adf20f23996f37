from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import RejectionReason
from matching.states import DECIDED, SuggestionState
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.audit.following import FollowedQuerySet
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def pending(self) -> Self:
        return self.filter(state=SuggestionState.PENDING)

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def undecided(self) -> Self:
        """Those that the matcher may still score, add to or supersede."""
        return self.filter(state__in=(SuggestionState.PENDING, SuggestionState.SUPERSEDED))

    def of_live_listings(self) -> Self:
        """Both sides are published at this moment."""
        return self.filter(offer__state=State.PUBLISHED, demand__state=State.PUBLISHED)

    def reviewable_by(self, user: User) -> Self:
        """Pairs with either side in an alliance that ``user`` coordinates; all for an administrator."""
        if user.is_superuser:
            return self
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        return self.filter(Q(offer__alliance__in=coordinated) | Q(demand__alliance__in=coordinated))

    def best_first(self) -> Self:
        return self.order_by("-score", "pk")

    def best_score(self) -> float | None:
        """Of the strongest pair among them: what the bars of a page are compared with."""
        best: float | None = self.aggregate(best=models.Max("score"))["best"]
        return best

    def after(self, suggestion: "Suggestion") -> Self:
        """What follows ``suggestion`` when the best come first, whether or not it is among them."""
        behind = Q(score__lt=suggestion.score) | Q(score=suggestion.score, pk__gt=suggestion.pk)
        return self.filter(behind).best_first()

    def before(self, suggestion: "Suggestion") -> Self:
        """What precedes it, the nearest first."""
        ahead = Q(score__gt=suggestion.score) | Q(score=suggestion.score, pk__lt=suggestion.pk)
        return self.filter(ahead).order_by("score", "-pk")

    def with_parties(self) -> Self:
        return self.select_related(
            "offer__enterprise", "offer__alliance", "demand__enterprise", "demand__alliance"
        )


class Suggestion(models.Model):
    """The matcher says that this offer may answer this demand; a coordinator decides."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="suggestions", verbose_name=_("offer"))
    demand = models.ForeignKey(Demand, models.CASCADE, related_name="suggestions", verbose_name=_("demand"))
    score = models.FloatField(_("score"))
    offer_rank = models.PositiveSmallIntegerField(
        _("place among the offers of the demand"), null=True, help_text=_("Empty: not among the best.")
    )
    demand_rank = models.PositiveSmallIntegerField(
        _("place among the demands of the offer"), null=True, help_text=_("Empty: not among the best.")
    )
    index_version = models.CharField(_("index version"), max_length=40, blank=True)
    offer_revision = models.PositiveIntegerField(_("revision of the offer"), default=0)
    demand_revision = models.PositiveIntegerField(_("revision of the demand"), default=0)
    state = models.CharField(
        _("state"), max_length=12, choices=SuggestionState, default=SuggestionState.PENDING, editable=False
    )
    reason = models.CharField(_("reason"), max_length=24, choices=RejectionReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    suggested_at = models.DateTimeField(_("suggested"), auto_now_add=True)
    scored_at = models.DateTimeField(_("last scored"), auto_now=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-score", "pk")
        constraints = (models.UniqueConstraint(fields=("offer", "demand"), name="one_suggestion_a_pair"),)
        indexes = (models.Index(fields=("state", "-score"), name="suggestion_queue"),)

    def __str__(self) -> str:
        return f"{self.demand} ↔ {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("matching:pair", args=[self.pk])

    @property
    def days_waiting(self) -> int:
        return (timezone.now() - self.suggested_at).days


class SuggestionEvent(models.Model):
    """One decision, or its undoing; written with it, never changed."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    from_state = models.CharField(_("from"), max_length=12, choices=SuggestionState)
    to_state = models.CharField(_("to"), max_length=12, choices=SuggestionState)
    reason = models.CharField(_("reason"), max_length=24, choices=RejectionReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"

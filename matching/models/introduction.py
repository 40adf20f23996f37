from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, DeclineReason, Side
from matching.models.suggestion import Suggestion
from matching.states import IntroductionState
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.audit.following import FollowedQuerySet
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.notices.models import Notice


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, user: User) -> Self:
        """The members of both sides, the coordinators of either alliance, and administrators."""
        if user.is_superuser:
            return self
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        own = Enterprise.objects.of(user).values("pk")
        return self.filter(
            Q(offer__enterprise__in=own)
            | Q(demand__enterprise__in=own)
            | Q(offer__alliance__in=coordinated)
            | Q(demand__alliance__in=coordinated)
        )

    def with_parties(self) -> Self:
        return self.select_related(
            "offer__enterprise", "offer__alliance", "demand__enterprise", "demand__alliance"
        ).prefetch_related("sides__enterprise")


class Introduction(models.Model):
    """An approved pair on its way to a contract, or to the reason why not."""

    suggestion = models.OneToOneField(
        Suggestion, models.PROTECT, related_name="introduction", verbose_name=_("suggestion")
    )
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="introductions", verbose_name=_("offer"))
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="introductions", verbose_name=_("demand"))
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=IntroductionState,
        default=IntroductionState.CONSENT_PENDING,
        editable=False,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    connected_at = models.DateTimeField(_("connected"), null=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return f"{self.demand} ↔ {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("matching:introduction_detail", args=[self.pk])

    @property
    def is_connected(self) -> bool:
        """Both sides have accepted: from now on each may see the other's contacts."""
        return self.connected_at is not None

    def listing_of(self, side: str) -> Listing:
        return self.offer if side == Side.OFFER else self.demand


class IntroductionSide(models.Model):
    """One of the two enterprises of an introduction, and what it answered."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="sides")
    side = models.CharField(_("side"), max_length=6, choices=Side)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="introduction_sides", verbose_name=_("enterprise")
    )
    state = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(_("reason"), max_length=24, choices=DeclineReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, related_name="+", verbose_name=_("notice that told this side")
    )

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("introduction", "side"), name="each_side_once"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.enterprise}"

    @property
    def listing(self) -> Listing:
        return self.introduction.listing_of(self.side)


class IntroductionEvent(models.Model):
    """One step of an introduction, or the answer of one side; written with it, never changed."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    from_state = models.CharField(_("from"), max_length=16, choices=IntroductionState, blank=True)
    to_state = models.CharField(_("to"), max_length=16, choices=IntroductionState)
    side = models.CharField(_("side"), max_length=6, choices=Side, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES, Band, Escalation, FoldReason, Origin, RejectionReason
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import OPEN, RESCORABLE, SuggestionState
from ydeu.alliances.models import Alliance
from ydeu.audit.following import FollowedQuerySet
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, Offer


class Suggestion(models.Model):
    """A pair of an offer and a demand that the matcher or a member suggests. A coordinator decides."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="suggestions", verbose_name=_("offer"))
    demand = models.ForeignKey(Demand, models.CASCADE, related_name="suggestions", verbose_name=_("demand"))
    origin = models.CharField(
        _("suggested by"), max_length=8, choices=Origin, default=Origin.MATCHER, editable=False
    )
    score = models.FloatField(_("score"))
    base_strength = models.FloatField(
        _("strength of the texts"), default=0.0, help_text=_("Comparable between demands.")
    )
    strength = models.FloatField(
        _("strength"), default=0.0, help_text=_("With what was decided on other offers for the demand.")
    )
    confidence = models.FloatField(
        _("confidence"),
        null=True,
        help_text=_("Share of such pairs that were approved. Empty: not known yet."),
    )
    band = models.CharField(_("band"), max_length=6, choices=Band, blank=True)
    is_rated = models.BooleanField(
        _("rated"), default=False, help_text=_("Off: the band has to be stated again.")
    )
    fold_reason = models.CharField(_("why folded"), max_length=10, choices=FoldReason, blank=True)
    kept = models.BooleanField(
        _("kept by a person"), default=False, help_text=_("On: the matcher does not fold the pair.")
    )
    offer_rank = models.PositiveSmallIntegerField(
        _("place among the offers of the demand"), null=True, help_text=_("Empty: not among the best.")
    )
    demand_rank = models.PositiveSmallIntegerField(
        _("place among the demands of the offer"), null=True, help_text=_("Empty: not among the best.")
    )
    terms = models.JSONField(
        _("heaviest shared terms"), null=True, help_text=_("Empty: a worker has yet to note them.")
    )
    index_version = models.CharField(_("index version"), max_length=40, blank=True)
    offer_revision = models.PositiveIntegerField(_("revision of the offer"), default=0)
    demand_revision = models.PositiveIntegerField(_("revision of the demand"), default=0)
    state = models.CharField(
        _("state"), max_length=12, choices=SuggestionState, default=SuggestionState.PENDING, editable=False
    )
    reason = models.CharField(_("reason"), max_length=24, choices=RejectionReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    poster_note = models.TextField(_("note for the posters"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("taken by")
    )
    deferred_until = models.DateField(_("deferred until"), null=True)
    second_side = models.CharField(
        _("side whose alliance is asked for a second opinion"), max_length=6, choices=SIDES, blank=True
    )
    suggested_at = models.DateTimeField(_("suggested"), auto_now_add=True)
    waiting_since = models.DateTimeField(_("waiting since"), default=timezone.now)
    due_at = models.DateTimeField(_("to be decided by"), null=True)
    escalation = models.PositiveSmallIntegerField(
        _("who was told that it is overdue"), choices=Escalation, default=Escalation.NOBODY
    )
    scored_at = models.DateTimeField(_("last scored"), auto_now=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-strength", "pk")
        constraints = (models.UniqueConstraint(fields=("offer", "demand"), name="one_suggestion_a_pair"),)
        indexes = (
            models.Index(fields=("state", "-strength"), name="suggestion_queue"),
            models.Index(fields=("state", "due_at"), name="suggestion_due"),
            models.Index(fields=("decided_at",), name="suggestion_decided"),
            models.Index(
                fields=("-strength",),
                condition=Q(terms__isnull=True, state="pending"),
                name="suggestion_terms_lacking",
            ),
            models.Index(fields=("state", "deferred_until"), name="suggestion_deferred"),
            models.Index(fields=("demand",), condition=Q(is_rated=False), name="suggestion_unrated"),
            models.Index(
                fields=("offer",), condition=Q(fold_reason="waits"), name="suggestion_waits_for_room"
            ),
        )

    def __str__(self) -> str:
        return f"{self.demand} ↔ {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("matching:pair", args=[self.pk])

    @property
    def is_from_a_member(self) -> bool:
        return self.origin == Origin.MEMBER

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_rescorable(self) -> bool:
        """True if the matcher may still score, rank or supersede the pair; never if a member asked for it."""
        return self.state in RESCORABLE and not self.is_from_a_member

    @property
    def tenths(self) -> int | None:
        """Of ten such pairs, so many are worth an introduction; None if it is not known yet."""
        return None if self.confidence is None else round(10 * self.confidence)

    @property
    def days_waiting(self) -> int:
        return (timezone.now() - self.waiting_since).days

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at <= timezone.now()

    @property
    def days_overdue(self) -> int:
        return (timezone.now() - self.due_at).days if self.due_at and self.is_overdue else 0

    @property
    def revisions(self) -> str:
        """The revisions of both texts. A page sends them back, so that nobody decides on an unseen text."""
        return f"{self.offer.revision}.{self.demand.revision}"

    def listing_of(self, side: str) -> Listing:
        return self.offer if side == ListingKind.OFFER else self.demand

    def alliance_of(self, side: str) -> Alliance | None:
        """The alliance of a side. An imported listing may have none."""
        return self.listing_of(side).alliance

    @property
    def measuring_alliance(self) -> int | None:
        """The alliance whose scale and generic phrases hold for the pair, as ``measured_by`` has it."""
        return self.demand.alliance_id or self.offer.alliance_id


class SuggestionEvent(models.Model):
    """A transition of a pair, or an assignment. Written in the same transaction, never changed.

    Equal states before and after mean an assignment; ``assigned_to`` is empty when the pair is given back.
    """

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    from_state = models.CharField(_("from"), max_length=12, choices=SuggestionState)
    to_state = models.CharField(_("to"), max_length=12, choices=SuggestionState)
    reason = models.CharField(_("reason"), max_length=24, choices=RejectionReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    poster_note = models.TextField(_("note for the posters"), blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("taken by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
